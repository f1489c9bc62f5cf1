/// A name in ir_measures' scheme taken apart: root, parameters in parentheses, cut-off after `@`.
struct IRMeasuresName {
  var root: String
  var parameters: [(key: String, value: String)] = []
  var cutoff: String?

  /// Nil when the text does not have that shape.
  init?(_ text: String) {
    var head = Substring(text)
    if let at = text.lastIndex(of: "@") {
      cutoff = String(text[text.index(after: at)...])
      head = text[..<at]
    }
    if let open = head.firstIndex(of: "(") {
      guard head.last == ")" else { return nil }
      let inside = head[head.index(after: open)..<head.index(before: head.endIndex)]
      for part in inside.split(separator: ",") {
        let pair = part.split(separator: "=", maxSplits: 1).map { String($0.filter { $0 != " " }) }
        guard pair.count == 2 else { return nil }
        parameters.append((pair[0], pair[1]))
      }
      head = head[..<open]
    }
    root = String(head)
  }

  /// The measure of a family with these parameters.
  func measure(_ index: Int, _ text: String) throws(EvaluationError) -> Measure {
    let family = MeasureRegistry.families[index]
    var arguments = MeasureArguments()
    for (key, value) in parameters {
      guard key == "rel" else { throw .badMeasure(name: text, problem: "parameter '\(key)' is not known; known: rel") }
      guard let level = Int32(value), level >= 0 else {
        throw .badMeasure(name: text, problem: "rel is '\(value)'; expected a grade from 0 upward")
      }
      guard !family.ignoresLevel else {
        throw .badMeasure(name: text, problem: "\(family.title) does not depend on a relevance level; leave out rel")
      }
      arguments.level = level
    }
    if case .fractions = family.takes {
      guard let value = cutoff.flatMap(Double.init), value.isFinite, value >= 0 else {
        throw .badMeasure(name: text, problem: "expected a fraction behind '@', as in \(family.title)@0.1")
      }
      arguments.fraction = value
      return Measure(index: index, arguments: arguments)
    }
    if let cutoff {
      guard family.allowsCutoff else { throw .badMeasure(name: text, problem: "takes no cut-off") }
      guard let rank = Int(cutoff), rank > 0 else {
        throw .badMeasure(name: text, problem: "cut-off is '\(cutoff)'; expected a rank from 1 upward")
      }
      arguments.cutoff = rank
    } else if family.needsCutoff {
      throw .badMeasure(name: text, problem: "needs a cut-off, as in \(family.title)@10")
    }
    return Measure(index: index, arguments: arguments)
  }
}
