internal import Ranking

/// One step of a system: takes the run so far (nil at the start) and returns the next one.
///
/// A stage is an adapter of one verb to the engines: it reads its own parameters from the pipeline file and says in its recipe what its output depends on.
protocol Stage: Sendable {
  /// Its key in the pipeline file.
  static var verb: String { get }
  /// One line for `winnow run --dry-run` and error messages: parameters and their meaning.
  static var usage: String { get }
  /// Reads the parameters; unknown keys are refused by the caller.
  init(_ mapping: inout YAMLMapping) throws
  /// True when it changes the run of the stage before it; false when it starts a system.
  static var continues: Bool { get }
  /// Earlier systems whose runs it takes.
  var sources: [String] { get }
  /// What the output depends on beside the input run, the queries and the index.
  func recipe(in session: Session) throws -> Recipe
  /// Makes the next run.
  func apply(to input: Run?, in session: Session) throws -> Run
}

extension Stage {
  static var continues: Bool { false }
  var sources: [String] { [] }
}

/// All stages by verb. Adding one is one file and one row.
enum StageRegistry {
  static let all: [any Stage.Type] = [
    BM25Stage.self, QueryLikelihoodStage.self, ImpactStage.self, DenseStage.self, FuseStage.self, RerankStage.self,
    RunFileStage.self, CutStage.self, FromStage.self,
  ]

  /// Reads a stage: a mapping of one verb to its parameters, or the bare verb.
  static func stage(_ reader: YAMLReader) throws -> any Stage {
    if let verb = reader.node.scalar?.string {
      var none = YAMLMapping(reader: reader, entries: [])
      return try type(verb, reader).init(&none)
    }
    let entries = try reader.mapping().entries
    guard entries.count == 1 else { throw reader.error("\(reader.path) must hold one stage, as in `- bm25: {hits: 1000}`") }
    var parameters = try entries[0].reader.mapping()
    let stage = try type(entries[0].key, reader).init(&parameters)
    try parameters.finish()
    return stage
  }

  private static func type(_ verb: String, _ reader: YAMLReader) throws -> any Stage.Type {
    guard let type = all.first(where: { $0.verb == verb }) else {
      throw reader.error(
        "unknown stage '\(verb)'; known stages:\n" + all.map { "  \($0.verb): \($0.usage)" }.joined(separator: "\n"))
    }
    return type
  }
}
