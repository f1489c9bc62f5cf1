internal import Bytes
internal import Dense
internal import Parallelism
internal import Storage

/// Adds a graph over one of an index's sets of vectors: built in memory, committed to the staging folder now and then, and in the end
/// written into the index in one pass.
struct GraphPart {
  /// What the store's writer holds before it writes.
  private static let dirtyBytes = 16 << 20

  let job: IndexJob
  let asked: GraphSettings
  /// The set; nil for the only one.
  let name: String?

  /// Builds the graph unless it is there. Returns false when nothing was to do.
  func add() throws -> Bool {
    let parameters = try asked.parameters()
    if try isCurrent(set(in: OpenIndex(folder: job.folder))) { return false }
    let staging = try Staging(folder: job.folder, .vectors)
    // From here on no other command can change the index.
    let index = try OpenIndex(folder: job.folder)
    let set = try set(in: index)
    if try isCurrent(set) { return false }
    try checkRoom(for: set, parameters)
    try UnfinishedVectors(job: job, staging: staging, settings: try settings(of: set, in: index, parameters)).goOn()
    let builder = try GraphBuilder(set, parameters: parameters, threads: job.work.threads)
    try GraphConstruction(job: job, builder: builder, images: GraphImages(staging)).run(over: set.name)
    try write(builder, set, index, staging)
    staging.discard()
    return true
  }

  private func set(in index: OpenIndex) throws -> VectorSet {
    guard !index.vectorSets.isEmpty else {
      throw PipelinesError.missingPart(
        index: job.folder, reason: "it has no vectors for a graph to lead to; --dense MODEL or --vectors FILE adds them")
    }
    return try index.vectors(named: name)
  }

  /// True when the set has this graph already.
  private func isCurrent(_ set: VectorSet) throws -> Bool {
    guard let graph = set.description.graph else { return false }
    let differences = asked.differences(of: graph)
    if differences.isEmpty {
      removeRemains(of: set)
      return true
    }
    if job.overwrite { return false }
    throw PipelinesError.otherRecipe(output: "graph of '\(set.name)' of \(job.folder)", differences: differences)
  }

  /// Removes what work left that was killed just after its publication.
  private func removeRemains(of set: VectorSet) {
    guard Staging.exists(in: job.folder, .vectors), let staging = try? Staging(folder: job.folder, .vectors) else { return }
    if staging.settings.map(Recipe.init)?[UnfinishedVectors.subject] == Self.work(on: set.name) { staging.discard() }
  }

  private static func work(on name: ByteString) -> String { "the graph of '\(name)'" }

  /// What decides the graph: it is the same on all paths of the kernels.
  private func settings(of set: VectorSet, in index: OpenIndex, _ parameters: GraphParameters) throws -> Recipe {
    var recipe = Recipe()
    recipe.add(UnfinishedVectors.subject, Self.work(on: set.name))
    recipe.add(UnfinishedVectors.documentsField, try index.snapshot.digest(of: .documents))
    recipe.add("vectors", try index.snapshot.digest(of: .dense))
    recipe.add("m", "\(parameters.links)")
    recipe.add("ef-construction", "\(parameters.efConstruction)")
    recipe.add("seed", "\(parameters.seed)")
    return recipe
  }

  private func checkRoom(for set: VectorSet, _ parameters: GraphParameters) throws {
    let description = set.description
    let needed =
      GraphBuilder.bytes(count: description.count, dimension: description.dimension, parameters: parameters) + Self.dirtyBytes
    job.work.budget.keepTight()
    let used = MemoryBudget.anonymousBytes() ?? 0
    if let limit = job.work.budget.limit, used + needed > limit {
      throw PipelinesError.input(
        reason: "\(job.folder): a graph over \(description.count) vectors of \(description.dimension) numbers needs about "
          + "\(MemoryBudget.text(used + needed)), --memory allows \(MemoryBudget.text(limit)). Give more, or a smaller --m; "
          + "without a graph searches are exact and read all vectors")
    }
    job.work.note(
      "graph of '\(set.name)': \(description.count) vectors, m \(parameters.links), ef-construction \(parameters.efConstruction); "
        + "memory about \(MemoryBudget.text(used + needed)), and the index's size again on the disk while it is written")
  }

  private func write(_ builder: GraphBuilder, _ set: VectorSet, _ index: OpenIndex, _ staging: Staging) throws {
    var description = set.description
    let pass = DensePass(
      job: job, snapshot: index.snapshot, set: set.name, newBytes: builder.imageBytes, dirtyBytes: Self.dirtyBytes)
    try pass.write(staging, from: GraphBuilder.extentName(of: set.name)) { writer in
      description.graph = try builder.finish(name: set.name, into: &writer)
      return description.json
    }
  }
}
