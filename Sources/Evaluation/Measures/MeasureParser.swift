/// Reads measure names of both schemes.
enum MeasureParser {
  /// The measures a name stands for: one, or several for a group or for a trec_eval name that has default cut-offs.
  static func parse(_ text: String) throws(EvaluationError) -> [Measure] {
    if let group = MeasureRegistry.groups.first(where: { $0.name == text }) {
      var measures: [Measure] = []
      for member in group.members { measures += try parse(member) }
      return measures
    }
    if let call = IRMeasuresName(text), let found = family(named: call.root) {
      // 'P' and 'Rprec' are names of both schemes: without a cut-off trec_eval's meaning stands.
      let bare = call.cutoff == nil && call.parameters.isEmpty
      if !bare || MeasureRegistry.families[found].trecName != call.root { return [try call.measure(found, text)] }
    }
    if let measures = try TrecEvalName.measures(text) { return measures }
    throw .unknownMeasure(name: text, nearest: nearest(text), known: MeasureRegistry.names)
  }

  /// Row of a name of ir_measures or, in a call with parentheses or a cut-off, of trec_eval. Case matters only where it must.
  private static func family(named name: String) -> Int? {
    let families = MeasureRegistry.families
    let exact = families.firstIndex { $0.name == name || $0.aliases.contains(name) || $0.trecName == name }
    if let exact { return exact }
    let folded = name.lowercased()
    return families.firstIndex { ($0.aliases + [$0.name].compactMap { $0 }).contains { $0.lowercased() == folded } }
  }

  /// The known name that takes the fewest edits, if few.
  static func nearest(_ text: String) -> String? {
    let root = text.prefix { $0 != "@" && $0 != "(" && $0 != "." }
    let candidates = MeasureRegistry.names.map { (name: $0, distance: distance(String(root), $0)) }
    return candidates.min { $0.distance < $1.distance }.flatMap { $0.distance <= max(2, root.count / 2) ? $0.name : nil }
  }

  /// Levenshtein distance without regard to case; what follows `@` in a known name does not count.
  private static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.lowercased())
    let right = Array(right.lowercased().prefix { $0 != "@" })
    var row = Array(0...right.count)
    for (i, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let replaced = diagonal + (character == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
