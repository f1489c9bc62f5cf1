internal import Bytes
internal import Dense
internal import Parallelism
internal import Storage

/// Adds the vectors of all documents to an index: made in the staging folder, committed now and then, and in the end written into the
/// index in one pass.
struct VectorPart {
  let job: IndexJob
  let source: any VectorSource
  let name: ByteString

  /// Adds the vectors unless they are there. Returns false when nothing was to do.
  func add() throws -> Bool {
    if try isCurrent(OpenIndex(folder: job.folder)) { return false }
    let staging = try Staging(folder: job.folder, .vectors)
    // From here on no other command can change the index.
    let index = try OpenIndex(folder: job.folder)
    if try isCurrent(index) { return false }
    try UnfinishedVectors(job: job, staging: staging, settings: try settings(of: index)).goOn()
    try write(index, staging)
    staging.discard()
    return true
  }

  /// True when the index has these vectors already.
  private func isCurrent(_ index: OpenIndex) throws -> Bool {
    guard index.vectorSets.contains(name.text) else { return false }
    let set = try index.vectors(named: name.text)
    let differences = set.description.differences(from: source.identity) + job.vectors.differences(of: set.description)
    if differences.isEmpty {
      UnfinishedVectors.removeRemains(in: job.folder, of: try settings(of: index))
      return true
    }
    if job.overwrite { return false }
    throw PipelinesError.otherRecipe(output: "vector set '\(name)' of \(job.folder)", differences: differences)
  }

  /// What decides the vectors. How they are stored does not matter before they are written.
  private func settings(of index: OpenIndex) throws -> Recipe {
    var recipe = Recipe()
    recipe.add(UnfinishedVectors.subject, source.work(on: name.text))
    recipe.add(UnfinishedVectors.documentsField, try index.snapshot.digest(of: .documents))
    source.settings(&recipe)
    return recipe
  }

  private func write(_ index: OpenIndex, _ staging: Staging) throws {
    let count = index.documents.count
    job.work.budget.keepTight()
    let rows = try source.rows(
      for: VectorPass(job: job, index: index, staging: staging) { dimension, staged in
        let pass = pass(index, dimension: dimension, dirtyBytes: 0)
        return VectorForecast.Disk(
          index: try pass.expectedBytes(from: name), set: pass.newBytes, staging: (4 * dimension * count, staged))
      })
    MemoryBudget.trim()
    let plan = try VectorPlan(
      budget: job.work.budget, threads: job.work.threads, dimension: rows.dimension, used: MemoryBudget.anonymousBytes() ?? 0)
    guard rows.dimension <= VectorLayout.widest else { throw DenseError.tooWide(dimension: rows.dimension) }
    noteLostGraph(of: index)
    var description = VectorSetDescription(
      count: count, dimension: rows.dimension, store: store, metric: metric, encoder: source.description)
    description.hasCodes = job.vectors.codes ?? false
    let entry = description
    try pass(index, dimension: rows.dimension, dirtyBytes: plan.dirtyBytes).write(staging, from: name) { writer in
      do { try entry.write(rows.forEachPiece, name: name, into: &writer) } catch let error as DenseError {
        throw try naming(error, in: index)
      }
      return entry.json
    }
  }

  private func noteLostGraph(of index: OpenIndex) {
    guard job.graph == nil, (try? index.vectors(named: name.text).description.graph) != nil else { return }
    job.work.note("the graph of '\(name)' is of the old vectors and goes with them; --hnsw builds one over the new")
  }

  private var store: VectorStore { job.vectors.store ?? .fp32 }

  private var metric: VectorMetric { job.vectors.metric ?? .ip }

  /// What is wrong with a vector, under the id of its document.
  private func naming(_ error: DenseError, in index: OpenIndex) throws -> any Error {
    guard let (document, problem) = error.vectorProblem else { return error }
    return PipelinesError.input(reason: "document '\(try index.documents.id(of: UInt32(document)))': its vector \(problem)")
  }

  private func pass(_ index: OpenIndex, dimension: Int, dirtyBytes: Int) -> DensePass {
    let layout = VectorLayout(store: store, dimension: dimension)
    let count = index.documents.count
    let bytes = (layout.byteCount(vectors: count) ?? 0) + (job.vectors.codes == true ? (dimension + 16) * count : 0)
    return DensePass(job: job, snapshot: index.snapshot, set: name, newBytes: bytes, dirtyBytes: dirtyBytes)
  }
}

extension VectorSetDescription {
  /// Writes vectors and, where they belong to the set, their codes. `forEachPiece` gives all rows in order as often as it is asked.
  func write(
    _ forEachPiece: (([Float]) throws -> Void) throws -> Void, name: ByteString, into writer: inout StoreWriter
  ) throws {
    var set = VectorWriter(name: name, dimension: dimension, store: store, metric: metric)
    try forEachPiece { try set.append($0, into: &writer) }
    try set.finish(into: &writer)
    guard hasCodes else { return }
    var codes = CodesWriter(name: name, dimension: dimension, store: store, metric: metric)
    try forEachPiece { try codes.append($0, into: &writer) }
    try codes.finish(into: &writer)
  }
}
