internal import Bytes
internal import Dense
internal import Parallelism
internal import Storage
internal import Transformers

/// Adds the vectors of all documents to an index: encoded into the staging folder, committed now and then, and in the end written
/// into the index in one pass.
struct VectorPart {
  let job: IndexJob
  let model: TextEncoder
  let name: ByteString

  /// Adds the vectors unless they are there. Returns false when nothing was to do.
  func add() throws -> Bool {
    if try isCurrent(OpenIndex(folder: job.folder)) { return false }
    let staging = try Staging(folder: job.folder, .vectors)
    // From here on no other command can change the index.
    let index = try OpenIndex(folder: job.folder)
    if try isCurrent(index) { return false }
    let settings = try settings(of: index)
    try UnfinishedVectors(job: job, staging: staging, settings: settings).goOn()
    try write(index, staging)
    staging.discard()
    return true
  }

  /// True when the index has these vectors already.
  private func isCurrent(_ index: OpenIndex) throws -> Bool {
    guard index.vectorSets.contains(name.text) else { return false }
    let set = try index.vectors(named: name.text)
    let differing = set.description.differing(from: model.fields)
    if differing.isEmpty {
      UnfinishedVectors.removeRemains(in: job.folder, of: try settings(of: index))
      return true
    }
    guard !job.overwrite else { return false }
    let lines = differing.map { field in
      "\(field.name): \(field.value), now \(model.fields.first { $0.name == field.name }?.value ?? "(nothing)")"
    }
    throw PipelinesError.otherRecipe(output: "vector set '\(name)' of \(job.folder)", differences: lines)
  }

  /// What decides the vectors: the texts and what encodes them. How they are stored does not matter before they are written.
  private func settings(of index: OpenIndex) throws -> Recipe {
    var recipe = Recipe()
    recipe.add(UnfinishedVectors.subject, "encoding '\(name)' with \(job.encoderName)")
    recipe.add("documents", try index.snapshot.digest(of: .documents))
    for field in model.fields { recipe.add("encoder.\(field.name)", field.value) }
    recipe.add("encoder.kernels", model.instructionSet.name)
    return recipe
  }

  private func write(_ index: OpenIndex, _ staging: Staging) throws {
    let (work, count) = (job.work, index.documents.count)
    let vectors = try StagedVectors(staging, dimension: model.dimension)
    if vectors.count > 0 {
      work.note("going on with the unfinished vectors in \(job.folder): \(vectors.count) of \(count) are committed")
    }
    work.budget.keepTight()
    let plan = try VectorPlan(
      budget: work.budget, threads: work.threads, dimension: model.dimension, used: MemoryBudget.anonymousBytes() ?? 0)
    let setBytes = 4 * model.dimension * count
    let pass = DensePass(job: job, snapshot: index.snapshot, set: name, newBytes: setBytes, dirtyBytes: plan.dirtyBytes)
    let disk = VectorForecast.Disk(
      index: try pass.expectedBytes(from: name), set: setBytes, staging: (setBytes, vectors.byteCount))
    try VectorEncoding(job: job, index: index, model: model, plan: plan).run(into: vectors, disk: disk)
    MemoryBudget.trim()
    try pass.write(staging, from: name) { writer in
      var set = VectorWriter(name: name, dimension: model.dimension)
      try vectors.forEachPiece { try set.append($0, into: &writer) }
      try set.finish(into: &writer)
      return description(count: count).json
    }
  }

  private func description(count: Int) -> VectorSetDescription {
    let name = VectorSetDescription.Field("name", job.encoderName)
    let kernels = VectorSetDescription.Field("kernels", model.instructionSet.name)
    return VectorSetDescription(count: count, dimension: model.dimension, encoder: [name] + model.fields + [kernels])
  }
}
