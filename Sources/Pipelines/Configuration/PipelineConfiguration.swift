internal import Corpora
internal import Evaluation
internal import Transformers

/// A pipeline file, resolved: paths are relative to the file's folder, defaults are filled in, unknown keys were refused.
public struct PipelineConfiguration: Sendable {
  /// Where the passages, queries and judgements are.
  struct Data: Sendable {
    var collection: [String]
    var format: String
    var queries: String
    var judgements: String
  }

  /// Which index to use or build.
  struct Index: Sendable {
    var folder: String
    var lexical: Bool
    var encoders: [Encoder]
    var storeText: Bool
  }

  /// One of the index's encoders, and what it computes in.
  struct Encoder: Sendable, Equatable {
    var model: String
    var precision: Precision
  }

  /// One row of the table: a name and the stages that make its run.
  struct System: Sendable {
    var name: String
    var optional: Bool
    var stages: [any Stage]
  }

  /// A value that must be met: system (or "index"), measure (or statistic), value and the largest allowed difference.
  struct Expectation: Sendable, Equatable {
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
  var measures: [String]
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
    data = try Data(mapping.required("data"))
    index = try Index(mapping.required("index"))
    systems = try mapping.required("systems").list().map(System.init)
    measures = try mapping.optional("measures").map(Self.measures) ?? ["nDCG@10", "RR@10", "AP", "R@100"]
    expectations = try mapping.optional("expect").map(Expectation.all) ?? []
    try mapping.finish()
    try checkNames(root)
  }

  /// The name is also the name of the results folder.
  private static func name(_ reader: YAMLReader) throws -> String {
    let name = try reader.string()
    if name.contains("/") || name.hasPrefix(".") { throw reader.error("name must not hold a slash or begin with a dot") }
    return name
  }

  private static func measures(_ reader: YAMLReader) throws -> [String] {
    let list = try reader.oneOrMore()
    if list.isEmpty { throw reader.error("measures must name at least one measure, such as nDCG@10") }
    return try list.map { item in
      do { return try Measure(parsing: item.string()).name } catch let error as EvaluationError { throw item.error("\(error)") }
    }
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
      if seen.contains(system.name) { throw root.error("two systems are called '\(system.name)'") }
      if !files.insert(system.fileName).inserted {
        throw root.error("two systems would write \(system.fileName).run; give '\(system.name)' another name")
      }
      seen.append(system.name)
    }
    for expectation in expectations where expectation.system != "index" && !seen.contains(expectation.system) {
      throw root.error("expect names the system '\(expectation.system)', which is not among: \(seen.joined(separator: ", "))")
    }
  }
}

extension PipelineConfiguration.Data {
  fileprivate init(_ reader: YAMLReader) throws {
    var mapping = try reader.mapping()
    collection = try mapping.required("collection").oneOrMore().map { try $0.filePath() }
    format = try mapping.optional("format").map(Self.format) ?? "auto"
    queries = try mapping.required("queries").filePath()
    judgements = try mapping.required("qrels").filePath()
    try mapping.finish()
  }
}

extension PipelineConfiguration.Data {
  private static func format(_ reader: YAMLReader) throws -> String {
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
    encoders = try mapping.optional("dense")?.oneOrMore().map(PipelineConfiguration.Encoder.init) ?? []
    storeText = try mapping.optional("store-text")?.bool() ?? true
    try mapping.finish()
  }
}

extension PipelineConfiguration.Encoder {
  /// A model, or `{model: NAME, precision: int8}`.
  fileprivate init(_ reader: YAMLReader) throws {
    guard reader.node.mapping != nil else {
      model = try reader.modelName()
      precision = .fp32
      return
    }
    var mapping = try reader.mapping()
    model = try mapping.required("model").modelName()
    precision = try mapping.optional("precision")?.precision() ?? .fp32
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
  fileprivate static func all(_ reader: YAMLReader) throws -> [Self] {
    try reader.mapping().entries.flatMap { system, measures in
      try measures.mapping().entries.map { measure, value in
        let tolerance = system == "index" ? 0 : 0.00005
        guard value.node.mapping != nil else {
          return Self(system: system, measure: measure, value: try value.double(), tolerance: tolerance)
        }
        var mapping = try value.mapping()
        let expected = try mapping.required("value").double()
        let within = try mapping.required("within").double()
        try mapping.finish()
        return Self(system: system, measure: measure, value: expected, tolerance: within)
      }
    }
  }
}
