internal import Lexical
internal import Parallelism

/// Counts of an index under the names that `expect: index:` uses.
enum IndexSummary {
  /// Names and values.
  static func statistics(_ index: OpenIndex) throws -> [(name: String, value: Double)] {
    var rows = [(name: "documents", value: Double(index.documents.count))]
    if let lexical = try? index.lexical().statistics {
      rows.append((name: "non-empty", value: Double(lexical.nonEmptyDocuments)))
      rows.append((name: "terms", value: Double(lexical.uniqueTerms)))
      rows.append((name: "total-terms", value: Double(lexical.totalTerms)))
    }
    for name in index.vectorSets {
      rows.append((name: "vectors.\(name)", value: Double(try index.vectors(named: name).description.count)))
    }
    return rows
  }

  /// One line for people.
  static func text(_ index: OpenIndex) throws -> String {
    let parts = try statistics(index).map { "\($0.name) \(Int($0.value))" }
    let impacts = index.impacts.map { "; \($0)" } ?? ""
    return "index \(index.folder): \(parts.joined(separator: ", "))\(impacts); digest \(index.digest)"
  }
}
