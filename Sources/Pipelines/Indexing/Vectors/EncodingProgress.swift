internal import Parallelism
internal import Storage

/// Progress of encoding a collection, and, after a short probe, the forecast of the whole.
struct EncodingProgress {
  /// The first window, with which threads and tables begin, does not count for the probe; then so many seconds.
  private static let probeSeconds = 2.0

  private let job: IndexJob
  private let bar: Progress
  private let total: Int
  private let before: Int
  private let disk: VectorForecast.Disk
  private var probe: (seconds: Double, count: Int)?
  private var isForecast = false

  /// - Parameters:
  ///   - total: passages of the collection.
  ///   - before: passages committed before.
  init(_ job: IndexJob, total: Int, before: Int, disk: VectorForecast.Disk) {
    (self.job, self.total, self.before, self.disk) = (job, total, before, disk)
    bar = Progress("encoding", unit: "passages", total: total - before, before: before, quiet: job.work.quiet)
  }

  /// What the encoder tells while it is inside a window that begins behind `count` passages.
  func within(_ count: Int) -> @Sendable (Int) -> Void {
    let (bar, done) = (bar, count - before)
    return { bar.reach(done + $0) }
  }

  /// So many passages are encoded.
  mutating func reach(_ count: Int) {
    bar.reach(count - before)
    let now = Progress.now()
    guard !isForecast, count < total else { return }
    guard let probe else { return self.probe = (now, count) }
    guard now - probe.seconds >= Self.probeSeconds, count > probe.count else { return }
    isForecast = true
    let rate = Double(count - probe.count) / (now - probe.seconds)
    let forecast = VectorForecast(
      passages: total - count, seconds: Double(total - count) / rate, memory: MemoryBudget.anonymousBytes() ?? 0, disk: disk)
    job.work.note(forecast.text(free: DiskSpace.free(at: job.folder)))
  }

  func finish() { bar.finish() }
}

/// What the rest of encoding a collection will take, told after a short probe.
struct VectorForecast: Equatable {
  /// Bytes on the disk.
  struct Disk: Equatable {
    /// The new index, which stands beside the old one until it is whole.
    var index: Int
    /// Of it, the set.
    var set: Int
    /// Files of the staging folder, and how many of these bytes are there already.
    var staging: (all: Int, there: Int)

    static func == (left: Disk, right: Disk) -> Bool {
      left.index == right.index && left.set == right.set && left.staging == right.staging
    }
  }

  /// Passages still to encode.
  var passages: Int
  /// Seconds it takes.
  var seconds: Double
  /// Anonymous memory in use, which does not grow from here on.
  var memory: Int
  var disk: Disk

  /// The forecast for people, on one line.
  func text(free: Int?) -> String {
    var text =
      "forecast: \(passages) more passages in \(Progress.duration(seconds)); memory about \(MemoryBudget.text(memory))"
      + ", disk \(MemoryBudget.text(disk.set)) for the vectors, \(MemoryBudget.text(disk.staging.all + disk.index)) while they are added"
    if let free, free < disk.staging.all - disk.staging.there + disk.index {
      text += "; ONLY \(MemoryBudget.text(free)) ARE FREE: a full disk stops the work, and it goes on when there is room"
    }
    return text
  }
}
