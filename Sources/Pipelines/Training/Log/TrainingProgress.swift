internal import Foundation
internal import Parallelism

/// The progress of a training on standard error: a bar when that is a terminal, otherwise a line now and then.
final class TrainingProgress {
  /// What a line tells.
  struct Values {
    var step: Int
    var loss: Double
    var learningRate: Double
    var gradientNorm: Double
    var pairsPerSecond: Double
  }

  private let total: Int
  private let quiet: Bool
  private let terminal: Bool
  private let started = Progress.now()
  private let firstStep: Int
  private var lastPrinted = -Double.infinity
  private var paused = 0.0
  private var isLineOpen = false
  /// Seconds between two lines that are not on a terminal.
  private static let pause = 15.0

  init(total: Int, from step: Int, quiet: Bool) {
    self.total = total
    firstStep = step
    self.quiet = quiet
    terminal = isatty(STDERR_FILENO) == 1
  }

  /// Tells how the training stands; what comes too soon after the last line is passed over.
  func update(_ values: Values) {
    let now = Progress.now()
    let isLast = values.step == total
    guard !quiet, isLast || now - lastPrinted >= (terminal ? 0.2 : Self.pause) else { return }
    lastPrinted = now
    let text = line(values, seconds: now - started - paused)
    write(terminal ? "\r\u{1B}[K\(fitted(text, bar(values.step), columns: TrainingProgress.columns))" : text + "\n")
    isLineOpen = terminal
  }

  /// The bar and the text in fewer characters than a row has: a longer line would not be written over. The bar goes first.
  private func fitted(_ text: String, _ bar: String, columns: Int) -> String {
    let whole = bar + text
    return whole.count < columns ? whole : String(text.prefix(max(0, columns - 1)))
  }

  /// Characters of a row of the terminal.
  private static var columns: Int {
    var size = winsize()
    let isKnown = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? Int(size.ws_col) : 80
  }

  /// A line of its own, e.g. an evaluation's.
  func note(_ text: String) {
    guard !quiet else { return }
    endLine()
    write(text + "\n")
  }

  /// Leaves seconds out of the estimate of the time left: evaluations are not steps.
  func leaveOut(_ seconds: Double) { paused += seconds }

  /// Ends the bar's line.
  func endLine() {
    if isLineOpen { write("\n") }
    isLineOpen = false
  }

  private func line(_ values: Values, seconds: Double) -> String {
    let done = max(1, values.step - firstStep)
    let left = Progress.duration(seconds / Double(done) * Double(total - values.step))
    return "step \(values.step)/\(total)  loss \(Self.digits(values.loss, 4))  lr \(Self.short(values.learningRate))"
      + "  |g| \(Self.digits(values.gradientNorm, 3))  \(Timing.rounded(values.pairsPerSecond)) pairs/s  \(left) left"
  }

  private func bar(_ step: Int) -> String {
    let width = 20
    let filled = min(width, step * width / max(1, total))
    return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled) + "] "
  }

  static func digits(_ value: Double, _ count: Int) -> String { String(format: "%.\(count)f", value) }

  static func short(_ value: Double) -> String { String(format: "%.2e", value) }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
