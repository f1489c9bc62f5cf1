internal import Bytes
internal import Dense
internal import Parallelism

/// Inserts what is missing in a graph, batch after batch, and commits its state now and then.
///
/// The batches depend on the number of vectors alone, so what an earlier process inserted does not show in the graph.
struct GraphConstruction {
  let job: IndexJob
  let builder: GraphBuilder
  let images: GraphImages

  /// Everything is inserted then.
  /// - Throws: `BuildStopped` when that was wished for; what was inserted is committed then.
  func run(over name: ByteString) throws {
    if try images.resume(builder) {
      job.work.note(
        "going on with the unfinished graph in \(job.folder): \(builder.inserted) of \(builder.count) vectors are committed")
    }
    let before = builder.inserted
    let progress = Progress(
      "linking \(name)", unit: "vectors", total: builder.count - before, before: before, quiet: job.work.quiet)
    var rhythm = CommitRhythm(committed: before)
    job.work.stop.isHeeded(true)
    defer { job.work.stop.isHeeded(false) }
    while try builder.step() {
      progress.reach(builder.inserted - before)
      try job.work.budget.check()
      let wasStopped = job.work.stop.wasUttered()
      if wasStopped || rhythm.isDue(builder.inserted) && builder.inserted < builder.count {
        let start = Progress.now()
        try images.commit(builder)
        rhythm.hasCommitted(builder.inserted, seconds: Progress.now() - start)
      }
      if wasStopped { throw BuildStopped(folder: job.folder, count: builder.inserted, unit: "vectors of the graph") }
    }
    progress.finish()
  }
}
