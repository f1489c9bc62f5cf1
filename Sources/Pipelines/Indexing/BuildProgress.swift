internal import Parallelism

/// Progress of reading a collection, and, after a short probe, the forecast of the whole build.
struct BuildProgress {
  /// The probe, behind the first blocks, with which threads, tables and dictionaries begin: so many seconds or so many bytes of text.
  private static let probeSeconds = 2.0
  private static let probeBytes = 64 << 20

  private let job: IndexJob
  private let plan: MemoryPlan
  private let bar: Progress
  private let firstShare: Double
  private var probe: Place?
  private var documents: Int
  private var isForecast = false

  /// How far the reading was at some moment.
  private struct Place {
    var seconds = Progress.now()
    var share: Double
    var documents: Int
    var textBytes: Int
  }

  /// - Parameters:
  ///   - stored: bytes of the stored files used up before, and all of them; nil where that is not known.
  ///   - documents: documents committed before.
  init(_ job: IndexJob, _ plan: MemoryPlan, stored: (used: Int, total: Int)?, documents: Int) {
    self.job = job
    self.plan = plan
    firstShare = stored.map(Self.share) ?? 0
    self.documents = documents
    bar = Progress("indexing", unit: "documents", before: documents, share: firstShare, quiet: job.work.quiet)
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
    guard !isForecast, let share, share > firstShare else { return }
    let place = Place(share: share, documents: count, textBytes: textBytes)
    guard let probe else { return self.probe = place }
    guard place.seconds - probe.seconds >= Self.probeSeconds || textBytes - probe.textBytes >= Self.probeBytes,
      share > probe.share
    else { return }
    isForecast = true
    let forecast = forecast(from: probe, to: place)
    if share < 1 {
      let memory = max(plan.finalBytes(documents: forecast.documents), min(plan.fullBytes, forecast.heldBytes))
      job.work.note(forecast.text(memory: memory, free: DiskSpace.free(at: job.folder)))
    }
    try plan.check(documents: forecast.documents)
  }

  /// What the rest takes when it goes on as between two places.
  private func forecast(from first: Place, to last: Place) -> BuildForecast {
    let part = last.share - first.share
    let left = (1 - last.share) / part
    return BuildForecast(
      documents: last.documents + Int(Double(last.documents - first.documents) * left),
      textBytes: Int(Double(last.textBytes - first.textBytes) / part), seconds: (last.seconds - first.seconds) * left,
      storeText: job.storeText, lexical: job.lexical)
  }

  func finish() { bar.finish() }
}
