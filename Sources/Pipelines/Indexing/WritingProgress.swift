internal import Parallelism

/// Progress of the pass that writes an index, whose size is known about and not before the end.
final class WritingProgress {
  private let bar: Progress
  private let expected: Int
  private var written = 0

  /// - Parameter expected: bytes of the index, about.
  init(expected: Int, quiet: Bool) {
    self.expected = max(1, expected)
    bar = Progress("writing", unit: "", quiet: quiet, text: MemoryBudget.text)
  }

  /// Counts bytes that were handed to the store.
  func add(_ bytes: Int) {
    written += bytes
    bar.advance(by: bytes, share: min(0.99, Double(written) / Double(expected)))
  }

  func finish() { bar.finish() }
}
