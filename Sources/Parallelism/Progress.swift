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
  private let before: Int
  private let text: @Sendable (Int) -> String
  private let state = Mutex(State())
  /// True while the last line on the terminal is a bar that the next print overwrites.
  private static let isDrawn = Atomic(false)

  /// Begins a step.
  /// - Parameters:
  ///   - title: what is being done, e.g. "encoding".
  ///   - unit: what is counted, e.g. "passages".
  ///   - total: how many there will be, when known; gives the time left.
  ///   - before: how many were done before this step began; they are shown and do not count for the speed.
  ///   - share: how much of the work, 0 to 1, was done before, where `advance` tells shares.
  ///   - quiet: print nothing.
  ///   - text: how a number of items is written.
  public init(
    _ title: String, unit: String, total: Int? = nil, before: Int = 0, share: Double = 0, quiet: Bool = false,
    text: @escaping @Sendable (Int) -> String = { "\($0)" }
  ) {
    self.title = title
    self.unit = unit
    self.total = total
    self.before = before
    self.quiet = quiet
    self.text = text
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
      let rate = speed(Double(state.done) / max(seconds, 1e-9))
      Progress.print("\(title): \(counted(state.done)) in \(Progress.duration(seconds)) (\(rate))", overwriting: terminal)
      if terminal { Progress.write("\n") }
      Progress.isDrawn.store(false, ordering: .relaxed)
      state.printed = false
    }
  }

  private func line(_ state: State, seconds: Double) -> String {
    let done = state.done
    let rate = Double(done) / max(seconds, 1e-9)
    let count = total.map { "\(text(before + done))/\(counted(before + $0))" } ?? counted(before + done)
    var line = "\(title): \(count), \(unit.isEmpty ? text(Int(rate)) : Progress.rate(rate))/s"
    if let total, done > 0, done <= total { line += ", \(Progress.duration(Double(total - done) / rate)) left" }
    if let share = state.share, share > firstShare, share <= 1 {
      line += ", \(Int(100 * share)) %, \(Progress.duration(seconds * (1 - share) / (share - firstShare))) left"
    }
    return line
  }

  /// "3 documents", or "3 MiB" where the text says what is counted.
  private func counted(_ count: Int) -> String { unit.isEmpty ? text(count) : "\(text(count)) \(unit)" }

  private func speed(_ rate: Double) -> String {
    unit.isEmpty ? "\(text(Int(rate)))/s" : "\(Progress.rate(rate)) \(unit)/s"
  }

  /// Makes room for another line: takes away the bar that stands on the terminal, or, where it is to stay, begins a line under it.
  public static func makeRoom(keepingBar: Bool = false) {
    let wasDrawn = isDrawn.exchange(false, ordering: .relaxed)
    if keepingBar { write("\n") } else if wasDrawn { write("\r\u{1B}[K") }
  }

  private static func print(_ text: String, overwriting: Bool) {
    write(overwriting ? "\r\u{1B}[K\(text)" : "\(text)\n")
    if overwriting { isDrawn.store(true, ordering: .relaxed) }
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
