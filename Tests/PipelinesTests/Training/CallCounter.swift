import Synchronization

/// Counts calls from any thread.
final class CallCounter: Sendable {
  private let count = Mutex(0)

  /// The number of this call, from 1.
  func next() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }

  /// Calls so far.
  var calls: Int { count.withLock { $0 } }
}
