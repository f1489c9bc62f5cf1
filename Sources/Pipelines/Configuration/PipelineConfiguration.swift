internal import Corpora
internal import Evaluation

/// A pipeline file, resolved: paths are relative to the file's folder, defaults are filled in, unknown keys were refused.
public struct PipelineConfiguration: Sendable {
  /// Where the passages are.
  struct Data: Sendable {
    var collection: [String]
    var format: String
  }

  /// Which index to use or build.
  struct Index: Sendable {
    var folder: String
    var lexical: Bool
    /// Of a learned-sparse model's impacts, made by this rule; nil: of texts.
    var impacts: ImpactRule?
    var sets: [DenseSet]
    var storeText: Bool
    var reorder: Bool
  }

  /// One row of the table: a name and the stages that make its run.
  struct System: Sendable {
    var name: String
    var optional: Bool
    var stages: [any Stage]
  }

  /// A value that must be met: set of queries (empty where there is one), system (or "index"), measure (or statistic), value and the
  /// largest allowed difference.
  struct Expectation: Sendable, Equatable {
    var set = ""
    var system: String
    var measure: String
    var value: Double
    var tolerance: Double
  }

  /// The file it was read from.
  public var file: String
  /// Name of the pipeline.
  public var name: String
  /// Paths without which the pipeline is skipped, loudly.
  var requirements: [String]
  var data: Data
  var index: Index
  var systems: [System]
  var sets: [JudgedQueries]
  /// Of the index's statistics and, set by set, of the systems' measures.
  var expectations: [Expectation]
}

extension PipelineConfiguration {
  /// Reads a pipeline file.
  /// - Parameters:
  ///   - text: the file's contents.
  ///   - file: its path; relative paths in it start at its folder.
  ///   - overrides: `key.path=value` settings applied before anything is checked.
  public init(text: String, file: String, overrides: [String] = []) throws {
    let root = try YAMLReader.parse(text, file: file).applying(overrides)
    var mapping = try root.mapping()
    self.file = file
    name = try Self.name(mapping.required("name"))
    _ = try mapping.optional("description")?.string()
    requirements = try mapping.optional("requires")?.oneOrMore().map { try $0.filePath() } ?? []
    let dataReader = try mapping.required("data")
    var only: JudgedQueries?
    (data, only) = try Self.dataAndSet(dataReader)
    index = try Index(mapping.required("index"))
    systems = try mapping.required("systems").list().map(System.init)
    let measures = try mapping.optional("measures").map(JudgedQueries.measures) ?? JudgedQueries.usualMeasures
    only?.measures = measures
    let expected = try mapping.optional("expect").map { try Expectation.all($0) } ?? []
    (sets, expectations) = try JudgedQueries.all(mapping.optional("sets"), only, measures, expected, data: dataReader)
    try mapping.finish()
    try checkNames(root)
  }

  /// The name is also the name of the results folder.
  private static func name(_ reader: YAMLReader) throws -> String {
    let name = try reader.string()
    if name.contains("/") || name.hasPrefix(".") { throw reader.error("name must not hold a slash or begin with a dot") }
    return name
  }

  private func checkNames(_ root: YAMLReader) throws {
    guard !systems.isEmpty else { throw root.error("systems must name at least one system") }
    var seen: [String] = []
    var files: Set<String> = []
    for system in systems {
      for source in system.stages.flatMap(\.sources) where !seen.contains(source) {
        throw root.error(
          "system '\(system.name)' takes the run of '\(source)', which is not among the systems before it: \(seen.joined(separator: ", "))"
        )
      }
      if let tuning = (system.stages.first as? FuseStage)?.tuning, !sets.contains(where: { $0.name == tuning.set }) {
        let names = sets.map(\.name).filter { !$0.isEmpty }
        throw root.error(
          "system '\(system.name)' is tuned on the set '\(tuning.set)', which is not among sets: \(names.joined(separator: ", "))"
        )
      }
      if seen.contains(system.name) { throw root.error("two systems are called '\(system.name)'") }
      for set in sets {
        let file = runFile(of: system, set)
        if !files.insert(file).inserted {
          throw root.error("two systems would write \(file); give '\(system.name)' another name")
        }
      }
      seen.append(system.name)
    }
    for expectation in expectations where expectation.system != "index" && !seen.contains(expectation.system) {
      throw root.error("expect names the system '\(expectation.system)', which is not among: \(seen.joined(separator: ", "))")
    }
  }
}

extension PipelineConfiguration {
  /// The file of a system's run over a set of queries.
  func runFile(of system: System, _ set: JudgedQueries) -> String {
    set.name.isEmpty ? "\(system.fileName).run" : "\(set.fileName).\(system.fileName).run"
  }

  /// The collection, and the only set of queries where it stands beside it.
  private static func dataAndSet(_ reader: YAMLReader) throws -> (Data, JudgedQueries?) {
    var mapping = try reader.mapping()
    let collection = try mapping.required("collection").oneOrMore().map { try $0.filePath() }
    let data = Data(collection: collection, format: try mapping.optional("format").map(Data.format) ?? "auto")
    let set = try JudgedQueries.beside(&mapping)
    try mapping.finish()
    return (data, set)
  }
}

extension PipelineConfiguration.Data {
  fileprivate static func format(_ reader: YAMLReader) throws -> String {
    let format = try reader.string()
    if CollectionFormat(rawValue: format) != nil { return format }
    let known = CollectionFormat.allCases.map(\.rawValue).joined(separator: ", ")
    throw reader.error("unknown collection format '\(format)'; known: \(known)")
  }
}

extension PipelineConfiguration.Index {
  fileprivate init(_ reader: YAMLReader) throws {
    var mapping = try reader.mapping()
    folder = try mapping.required("path").filePath()
    lexical = try mapping.optional("lexical")?.bool() ?? true
    impacts = try mapping.optional("impacts").flatMap { try $0.impactRule() }
    if !lexical, impacts != nil { throw reader.error("impacts are the lexical part, so they do not go with lexical: false") }
    sets = try mapping.optional("dense")?.oneOrMore().map(PipelineConfiguration.DenseSet.init) ?? []
    storeText = try mapping.optional("store-text")?.bool() ?? true
    reorder = try mapping.optional("reorder")?.bool() ?? false
    try mapping.finish()
  }
}

extension PipelineConfiguration.System {
  fileprivate init(_ reader: YAMLReader) throws {
    var mapping = try reader.mapping()
    name = try mapping.required("name").string()
    optional = try mapping.optional("optional")?.bool() ?? false
    let list = try mapping.required("stages").list()
    stages = try list.map(StageRegistry.stage)
    try mapping.finish()
    if stages.isEmpty { throw reader.error("the system '\(name)' has no stages") }
    for (number, stage) in stages.enumerated() {
      let verb = type(of: stage).verb
      if number == 0, type(of: stage).continues {
        throw list[number].error("\(verb) needs a stage before it that finds candidates, such as bm25 or from")
      }
      if number > 0, !type(of: stage).continues {
        throw list[number].error("\(verb) starts a system; here it would drop what the stage before it found")
      }
    }
    if fileName.isEmpty { throw reader.error("the name '\(name)' has no letter or digit of ASCII to name a run file by") }
  }
}

extension PipelineConfiguration.Expectation {
  /// Reads `expect:`: for each system a mapping of measure to value, or to `{value: .., within: ..}`. The default tolerance is
  /// half a unit of the fourth decimal (what a table of four decimals can show); index statistics are exact.
  static func all(_ reader: YAMLReader, set: String = "") throws -> [Self] {
    try reader.mapping().entries.flatMap { system, measures in
      try measures.mapping().entries.map { measure, value in
        let tolerance = system == "index" ? 0 : 0.00005
        guard value.node.mapping != nil else {
          return Self(set: set, system: system, measure: measure, value: try value.double(), tolerance: tolerance)
        }
        var mapping = try value.mapping()
        let expected = try mapping.required("value").double()
        let within = try mapping.required("within").double()
        try mapping.finish()
        return Self(set: set, system: system, measure: measure, value: expected, tolerance: within)
      }
    }
  }
}
