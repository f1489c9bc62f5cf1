internal import Bytes
internal import Dense
internal import Parallelism
internal import Storage
internal import Transformers

/// Encodes the texts of an index, window after window, into the staging folder.
///
/// A vector depends on its own text alone, so neither the windows nor what was encoded by an earlier process show in the set.
struct VectorEncoding {
  /// Seconds a window is to take: a wish to stop is heard after it.
  private static let windowSeconds = 4.0
  private static let firstWindow = 64
  /// Texts taken from the index at a time.
  private static let textsAtATime = 64

  let job: IndexJob
  let index: OpenIndex
  let model: TextEncoder
  let plan: VectorPlan

  /// Encodes what is missing. Everything is committed then.
  /// - Throws: `BuildStopped` when that was wished for; what was encoded is committed then.
  func run(into vectors: StagedVectors, disk: VectorForecast.Disk) throws {
    let total = index.documents.count
    var progress = EncodingProgress(job, total: total, before: vectors.committed, disk: disk)
    var rhythm = CommitRhythm(committed: vectors.committed)
    var rows = Self.firstWindow
    job.work.stop.isHeeded(true)
    defer { job.work.stop.isHeeded(false) }
    while vectors.count < total {
      let start = Progress.now()
      let texts = try texts(from: vectors.count, most: min(rows, plan.rows))
      try vectors.append(try encoded(texts, first: vectors.count, progress.within(vectors.count)))
      progress.reach(vectors.count)
      let wasStopped = job.work.stop.wasUttered()
      if wasStopped || vectors.count == total || rhythm.isDue(vectors.count) {
        try vectors.commit()
        rhythm.hasCommitted(vectors.count)
      }
      if wasStopped { throw BuildStopped(folder: job.folder, count: vectors.committed, unit: "vectors") }
      try job.work.budget.check()
      let rate = Double(texts.count) / max(1e-6, Progress.now() - start)
      rows = max(Self.firstWindow, Int(min(1e6, rate * Self.windowSeconds)))
    }
    progress.finish()
  }

  private func encoded(_ texts: [[UInt8]], first: Int, _ progress: @Sendable (Int) -> Void) throws -> [Float] {
    let rows = try namingInputs(of: job.encoder ?? "", { "document '\(try index.documents.id(of: UInt32(first + $0)))'" }) {
      try model.encode(texts, prompt: .document, threads: job.work.threads, progress: progress)
    }
    if let bad = VectorProblem.first(in: rows, dimension: model.dimension) {
      let id = try index.documents.id(of: UInt32(first + bad.row))
      throw PipelinesError.input(reason: "\(job.encoder ?? ""): document '\(id)': its vector \(bad.problem)")
    }
    return rows
  }

  /// The next texts: as many as a window takes, and no more bytes than it may hold.
  private func texts(from first: Int, most: Int) throws -> [[UInt8]] {
    let end = min(first + most, index.documents.count)
    var texts: [[UInt8]] = []
    var bytes = 0
    while first + texts.count < end, bytes < plan.textBytes {
      let next = first + texts.count
      let numbers = (next..<min(next + Self.textsAtATime, end)).map { UInt32($0) }
      guard let found = try index.documents.texts(of: numbers) else {
        throw PipelinesError.missingPart(
          index: job.folder,
          reason: "it holds no texts (built with --no-store-text), so they cannot be encoded; build it again with texts")
      }
      bytes += found.reduce(0) { $0 + $1.count }
      texts += found
    }
    return texts
  }
}
