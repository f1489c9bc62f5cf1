/// Names in trec_eval's scheme: `map`, `ndcg_cut_10`, `P.5,10`, `ndcg.1=3,2=9`.
enum TrecEvalName {
  /// The measures a name stands for, or nil when no family has it.
  static func measures(_ text: String) throws(EvaluationError) -> [Measure]? {
    guard let (index, root) = family(of: text) else { return nil }
    let family = MeasureRegistry.families[index]
    let rest = text.dropFirst(root.count)
    let parameters = rest.isEmpty ? nil : String(rest.dropFirst())
    if parameters == "" { throw .badMeasure(name: text, problem: "expected parameters behind '\(rest)'") }
    if root == family.cutName { return try cutoffs(index, family.cutDefaults, parameters, text) }
    switch family.takes {
    case .nothing, .cutoffs(_, required: false):
      if parameters != nil { throw .badMeasure(name: text, problem: "takes no parameters") }
      return [Measure(index: index)]
    case .cutoffs(let defaults, required: true): return try cutoffs(index, defaults, parameters, text)
    case .fractions(let defaults): return try fractions(index, defaults, parameters, text)
    case .numbers(let defaults): return [try numbers(index, defaults, parameters, text)]
    case .gains(let persistence): return [try gains(index, persistence, parameters, text)]
    }
  }

  /// The family with the longest name that the text is, or begins with before a `.` or `_`.
  private static func family(of text: String) -> (Int, String)? {
    var best: (Int, String)?
    for (index, family) in MeasureRegistry.families.enumerated() {
      for name in [family.trecName, family.cutName].compactMap({ $0 }) where text.hasPrefix(name) {
        let next = text.dropFirst(name.count).first
        if next == nil || next == "." || next == "_", name.count > best?.1.count ?? 0 { best = (index, name) }
      }
    }
    return best
  }

  private static func parts(_ parameters: String) -> [String] {
    parameters.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  private static func number(_ part: String, _ text: String) throws(EvaluationError) -> Double {
    if let value = Double(part.hasPrefix(".") ? "0" + part : part), value.isFinite { return value }
    throw .badMeasure(name: text, problem: "'\(part)' is not a number")
  }

  private static func cutoffs(
    _ index: Int, _ defaults: [Int], _ parameters: String?, _ text: String
  ) throws(EvaluationError) -> [Measure] {
    var ranks = defaults
    if let parameters {
      ranks = []
      for part in parts(parameters) {
        // trec_eval reads '23.4' as 23.
        let value = wholeNumber(try number(part, text))
        guard value > 0 else { throw .badMeasure(name: text, problem: "cut-off '\(part)' is not a rank from 1 upward") }
        ranks.append(value)
      }
      try refuseTwice(ranks.map(Double.init), text)
    }
    return ranks.sorted().map { rank in
      var arguments = MeasureArguments()
      arguments.cutoff = rank
      return Measure(index: index, arguments: arguments)
    }
  }

  private static func fractions(
    _ index: Int, _ defaults: [Double], _ parameters: String?, _ text: String
  ) throws(EvaluationError) -> [Measure] {
    var values = defaults
    if let parameters {
      values = []
      for part in parts(parameters) { values.append(try number(part, text)) }
      try refuseTwice(values, text)
    }
    return values.sorted().map { value in
      var arguments = MeasureArguments()
      arguments.fraction = value
      return Measure(index: index, arguments: arguments)
    }
  }

  private static func refuseTwice(_ values: [Double], _ text: String) throws(EvaluationError) {
    if Set(values).count < values.count { throw .badMeasure(name: text, problem: "names a cut-off twice") }
  }

  private static func numbers(
    _ index: Int, _ defaults: [Double], _ parameters: String?, _ text: String
  ) throws(EvaluationError) -> Measure {
    guard let parameters else { return Measure(index: index) }
    var arguments = MeasureArguments()
    for part in parts(parameters) { arguments.numbers.append(try number(part, text)) }
    let family = MeasureRegistry.families[index]
    if family.trecName == "utility", arguments.numbers.count != 4 {
      throw .badMeasure(name: text, problem: "takes four coefficients")
    }
    arguments.spelling = parameters
    return Measure(index: index, arguments: arguments)
  }

  private static func gains(
    _ index: Int, _ persistence: Double?, _ parameters: String?, _ text: String
  ) throws(EvaluationError) -> Measure {
    guard let parameters else { return Measure(index: index) }
    var arguments = MeasureArguments()
    for part in parts(parameters) {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2 else { throw .badMeasure(name: text, problem: "'\(part)' is not 'grade=gain'") }
      let value = try number(pair[1], text)
      if pair[0] == "p", persistence != nil {
        arguments.numbers = [value]
      } else if let grade = Int32(pair[0]) {
        arguments.gains.append(GradeGain(grade: grade, gain: value))
      } else {
        throw .badMeasure(name: text, problem: "'\(pair[0])' is not a grade")
      }
    }
    arguments.spelling = parameters
    return Measure(index: index, arguments: arguments)
  }
}
