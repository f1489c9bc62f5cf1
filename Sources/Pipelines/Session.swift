internal import Dense
internal import Lexical
internal import Parallelism
internal import Ranking
internal import Tensors
internal import Transformers

/// What the stages of one pipeline run share: index, queries, models and the runs of the systems before.
final class Session {
  let index: OpenIndex
  let queries: [Query]
  let work: WorkSettings
  /// Runs of finished systems by name.
  var runs: [String: Run] = [:]
  /// Milliseconds a query that finished systems took.
  var milliseconds: [String: Double] = [:]
  /// Why systems were skipped.
  var skipped: [String: String] = [:]
  /// Milliseconds a query taken over from other systems by the stages of the current one.
  var borrowedMilliseconds = 0.0
  /// Is told every query that feedback made, in the order of the queries.
  var explainFeedback: ((QueryID, [WeightedTerm]) -> Void)?
  private let models: LoadedModels
  private var texts: [QueryID: [UInt8]]

  init(index: OpenIndex, queries: [Query], work: WorkSettings, models: LoadedModels = LoadedModels()) {
    self.index = index
    self.queries = queries
    self.work = work
    self.models = models
    texts = Dictionary(uniqueKeysWithValues: queries.map { ($0.id, $0.text) })
  }

  /// A session over other queries with the index and the models of this one.
  func over(_ queries: [Query]) -> Session {
    Session(index: index, queries: queries, work: work, models: models)
  }

  /// A query's text; an error when a run names a query that the query file lacks.
  func text(of query: QueryID) throws -> [UInt8] {
    guard let text = texts[query] else {
      throw PipelinesError.input(reason: "the run has query '\(query)', which the query file lacks; do the two belong together?")
    }
    return text
  }

  /// The run and cost of an earlier system.
  func run(of system: String) throws -> Run {
    if let reason = skipped[system] { throw SkippedSystem(reason: "it needs \(system), which was skipped: \(reason)") }
    guard let run = runs[system] else {
      throw PipelinesError.input(
        reason: "there is no system '\(system)' before this one; earlier ones: \(runs.keys.sorted().joined(separator: ", "))")
    }
    borrowedMilliseconds += milliseconds[system] ?? 0
    return run
  }

  /// An encoder, loaded once for each precision.
  func encoder(_ name: String, _ precision: Precision) throws -> TextEncoder {
    let key = "\(name)\t\(precision)"
    if let encoder = models.encoders[key] { return encoder }
    let encoder = try ModelLookup.load(name) { try TextEncoder(folder: $0, precision: precision) }
    models.encoders[key] = encoder
    return encoder
  }

  /// A cross-encoder, loaded once for each maximum length and precision.
  func crossEncoder(_ name: String, maxLength: Int?, _ precision: Precision) throws -> CrossEncoder {
    let key = "\(name)\t\(maxLength ?? 0)\t\(precision)"
    if let model = models.crossEncoders[key] { return model }
    let model = try ModelLookup.load(name) { try CrossEncoder(folder: $0, maxLength: maxLength, precision: precision) }
    models.crossEncoders[key] = model
    return model
  }

  /// A note that says nothing new the second time, over all sessions with the models of this one.
  func noteOnce(_ text: String) { if models.noted.insert(text).inserted { work.note(text) } }

  func progress(_ title: String, unit: String, total: Int) -> Progress {
    Progress(title, unit: unit, total: total, quiet: work.quiet)
  }
}

/// Models that sessions over one index have loaded, and what they have said.
final class LoadedModels {
  fileprivate var noted: Set<String> = []
  fileprivate var encoders: [String: TextEncoder] = [:]
  fileprivate var crossEncoders: [String: CrossEncoder] = [:]
}

/// A system cannot run for want of a model; with `optional: true` it becomes a row marked skipped.
struct SkippedSystem: Error, CustomStringConvertible {
  var reason: String
  var description: String { reason }
}

/// Finds model folders; a missing model, or an adapter's missing base, is the one error that an optional system may be skipped for.
enum ModelLookup {
  static func load<Model>(_ name: String, _ load: (_ folder: String) throws -> Model) throws -> Model {
    let folder = try folder(of: name)
    do { return try load(folder) } catch TransformersError.baseNotFound(let path, let reason) {
      throw SkippedSystem(reason: "\(TransformersError.baseNotFound(path: path, reason: reason))")
    }
  }

  static func folder(of name: String) throws -> String {
    do { return try ModelFinder.find(name) } catch let error { throw SkippedSystem(reason: "\(error)") }
  }
}
