internal import Parallelism

/// Progress of reading a collection, and, after a short probe, the forecast of the whole build.
struct BuildProgress {
  /// The probe: so many seconds or so many bytes of text.
  private static let probeSeconds = 2.0
  private static let probeBytes = 64 << 20

  private let job: IndexJob
  private let plan: MemoryPlan
  private let bar: Progress
  private let start = Progress.now()
  private let firstShare: Double
  private let firstDocument: Int
  private var documents: Int
  private var isForecast = false

  /// - Parameters:
  ///   - stored: bytes of the stored files used up before, and all of them; nil where that is not known.
  ///   - documents: documents committed before.
  init(_ job: IndexJob, _ plan: MemoryPlan, stored: (used: Int, total: Int)?, documents: Int) {
    self.job = job
    self.plan = plan
    firstShare = stored.map(Self.share) ?? 0
    firstDocument = documents
    self.documents = documents
    bar = Progress("indexing", unit: "documents", share: firstShare, quiet: job.work.quiet)
  }

  private static func share(_ stored: (used: Int, total: Int)) -> Double {
    stored.total == 0 ? 1 : min(1, Double(stored.used) / Double(stored.total))
  }

  /// - Parameters:
  ///   - count: documents read, those of earlier batches included.
  ///   - textBytes: bytes of text read since the beginning of this progress.
  ///   - stored: bytes of the stored files used up, and all of them.
  /// - Throws: when the forecast says that the ceiling on memory is too low.
  mutating func reach(_ count: Int, textBytes: Int, stored: (used: Int, total: Int)?) throws {
    let share = stored.map(Self.share)
    bar.advance(by: count - documents, share: share)
    documents = count
    let seconds = Progress.now() - start
    guard !isForecast, seconds >= Self.probeSeconds || textBytes >= Self.probeBytes, let share, share > firstShare else { return }
    isForecast = true
    let part = share - firstShare
    let forecast = BuildForecast(
      documents: firstDocument + Int(Double(count - firstDocument) * (1 - firstShare) / part),
      textBytes: Int(Double(textBytes) / part), seconds: seconds * (1 - share) / part, storeText: job.storeText,
      lexical: job.lexical)
    if share < 1 {
      let memory = max(plan.finalBytes(documents: forecast.documents), min(plan.fullBytes, forecast.heldBytes))
      job.work.note(forecast.text(memory: memory, free: DiskSpace.free(at: job.folder)))
    }
    try plan.check(documents: forecast.documents)
  }

  func finish() { bar.finish() }
}
