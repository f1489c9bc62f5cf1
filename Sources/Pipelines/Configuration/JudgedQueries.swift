internal import Evaluation

/// Queries, their judgements, and the measures that every system is scored by over them.
struct JudgedQueries: Sendable {
  /// Empty where a pipeline has only one.
  var name = ""
  var queries: String
  var judgements: String
  var measures: [String] = []

  static let usualMeasures = ["nDCG@10", "RR@10", "AP", "R@100"]

  /// The name as a part of file names.
  var fileName: String { PipelineConfiguration.System.fileName(name) }
}

extension JudgedQueries {
  /// The set whose files stand under `data:`; nil where none do.
  static func beside(_ mapping: inout YAMLMapping) throws -> JudgedQueries? {
    let queries = mapping.optional("queries"), judgements = mapping.optional("qrels")
    if queries == nil, judgements == nil { return nil }
    guard let queries, let judgements else {
      throw mapping.reader.error("data lacks the key '\(queries == nil ? "queries" : "qrels")'")
    }
    return JudgedQueries(queries: try queries.filePath(), judgements: try judgements.filePath())
  }

  /// All sets with all expected values: those of the list `sets:`, each with its own, or the only one.
  static func all(
    _ list: YAMLReader?, _ only: JudgedQueries?, _ measures: [String], _ expectations: [PipelineConfiguration.Expectation],
    data: YAMLReader
  ) throws -> ([JudgedQueries], [PipelineConfiguration.Expectation]) {
    switch (list, only) {
    case (nil, nil): throw data.error("data lacks the keys 'queries' and 'qrels'; or give several under sets:")
    case (nil, .some(let only)): return ([only], expectations)
    case (.some(let list), .some):
      throw list.error("queries and qrels stand under data: already; give them there, or each set's under sets:")
    case (.some(let list), nil): return try several(list, measures, expectations)
    }
  }

  private static func several(
    _ list: YAMLReader, _ measures: [String], _ expectations: [PipelineConfiguration.Expectation]
  ) throws -> ([JudgedQueries], [PipelineConfiguration.Expectation]) {
    if let system = expectations.first(where: { $0.system != "index" })?.system {
      throw list.error("expect names the system '\(system)', but there are several sets: its values stand under expect: of a set")
    }
    var (sets, expected) = ([JudgedQueries](), expectations)
    for reader in try list.list() {
      let (set, values) = try one(reader, measures)
      if sets.contains(where: { $0.fileName == set.fileName }) { throw reader.error("two sets are called '\(set.name)'") }
      sets.append(set)
      expected += values
    }
    if sets.isEmpty { throw list.error("sets must name at least one set of queries") }
    return (sets, expected)
  }

  private static func one(
    _ reader: YAMLReader, _ usual: [String]
  ) throws -> (JudgedQueries, [PipelineConfiguration.Expectation]) {
    var mapping = try reader.mapping()
    let nameReader = try mapping.required("name")
    let name = try nameReader.string()
    let set = JudgedQueries(
      name: name, queries: try mapping.required("queries").filePath(), judgements: try mapping.required("qrels").filePath(),
      measures: try mapping.optional("measures").map(measures) ?? usual)
    if set.fileName.isEmpty { throw nameReader.error("the name '\(name)' has no letter or digit of ASCII to name run files by") }
    let expect = mapping.optional("expect")
    try mapping.finish()
    let values = try expect.map { try PipelineConfiguration.Expectation.all($0, set: name) } ?? []
    if let expect, values.contains(where: { $0.system == "index" }) {
      throw expect.error("the index is the same for all sets: its statistics stand under expect: of the pipeline")
    }
    return (set, values)
  }

  /// Names of measures.
  static func measures(_ reader: YAMLReader) throws -> [String] {
    let list = try reader.oneOrMore()
    if list.isEmpty { throw reader.error("measures must name at least one measure, such as nDCG@10") }
    return try list.map { item in
      do { return try Measure(parsing: item.string()).name } catch let error as EvaluationError { throw item.error("\(error)") }
    }
  }
}
