internal import Glibc
internal import Synchronization

/// Progress of one long step, on standard error: a bar when that is a terminal, otherwise a line every few seconds.
///
/// Thread-safe. Nothing is printed for steps that end within half a second.
public final class Progress: Sendable {
  private struct State {
    var done = 0
    var share: Double?
    var lastPrinted = 0.0
    var printed = false
  }

  private let title: String
  private let unit: String
  private let total: Int?
  private let quiet: Bool
  private let terminal: Bool
  private let start: Double
  private let firstShare: Double
  private let state = Mutex(State())

  /// Begins a step.
  /// - Parameters:
  ///   - title: what is being done, e.g. "encoding".
  ///   - unit: what is counted, e.g. "passages".
  ///   - total: how many there will be, when known; gives the time left.
  ///   - share: how much of the work, 0 to 1, was done before, where `advance` tells shares.
  ///   - quiet: print nothing.
  public init(_ title: String, unit: String, total: Int? = nil, share: Double = 0, quiet: Bool = false) {
    self.title = title
    self.unit = unit
    self.total = total
    self.quiet = quiet
    firstShare = share
    terminal = isatty(STDERR_FILENO) == 1
    start = Progress.now()
  }

  /// Counts finished items.
  /// - Parameter share: how much of all work is done, 0 to 1, where the number of items is not known; gives the time left.
  public func advance(by count: Int = 1, share: Double? = nil) { update(share: share) { $0 + count } }

  /// Sets how many items are finished; a smaller number than before changes nothing.
  public func reach(_ count: Int) { update { max($0, count) } }

  private func update(share: Double? = nil, _ next: (Int) -> Int) {
    guard !quiet else { return }
    state.withLock { state in
      state.done = next(state.done)
      state.share = share ?? state.share
      let now = Progress.now()
      let pause = state.printed ? (terminal ? 0.1 : 5.0) : (terminal ? 0.5 : 3.0)
      let previous = state.printed ? state.lastPrinted : start
      guard now - previous >= pause else { return }
      state.lastPrinted = now
      state.printed = true
      Progress.print(line(state, seconds: now - start), overwriting: terminal)
    }
  }

  /// Ends the step; leaves a closing line when anything was printed.
  public func finish() {
    guard !quiet else { return }
    state.withLock { state in
      guard state.printed else { return }
      let seconds = Progress.now() - start
      let rate = Progress.rate(Double(state.done) / max(seconds, 1e-9))
      let text = "\(title): \(state.done) \(unit) in \(Progress.duration(seconds)) (\(rate) \(unit)/s)"
      Progress.print(text, overwriting: terminal)
      if terminal { Progress.write("\n") }
      state.printed = false
    }
  }

  private func line(_ state: State, seconds: Double) -> String {
    let done = state.done
    let speed = Double(done) / max(seconds, 1e-9)
    var text = "\(title): \(done)"
    if let total { text += "/\(total)" }
    text += " \(unit), \(Progress.rate(speed))/s"
    if let total, done > 0, done <= total { text += ", \(Progress.duration(Double(total - done) / speed)) left" }
    if let share = state.share, share > firstShare, share <= 1 {
      text += ", \(Int(100 * share)) %, \(Progress.duration(seconds * (1 - share) / (share - firstShare))) left"
    }
    return text
  }

  private static func print(_ text: String, overwriting: Bool) {
    write(overwriting ? "\r\u{1B}[K\(text)" : "\(text)\n")
  }

  private static func write(_ text: String) {
    var bytes = Array(text.utf8)
    unsafe _ = Glibc.write(STDERR_FILENO, &bytes, bytes.count)
  }

  /// Seconds of the monotonic clock.
  public static func now() -> Double {
    var time = timespec()
    unsafe _ = clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// A duration for people: "0.8 s", "3 min 20 s", "2 h 5 min".
  public static func duration(_ seconds: Double) -> String {
    if seconds < 10 { return "\(Double(Int(seconds * 10)) / 10) s" }
    let whole = Int(min(seconds, 1e9).rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  private static func rate(_ value: Double) -> String {
    value >= 100 ? "\(Int(value))" : "\(Double(Int(value * 10)) / 10)"
  }
}
