internal import Glibc
internal import Synchronization

/// Gathers the costs of a run from its threads, for a roofline.
public final class OperationAccount: Sendable {
  private let gathered = Mutex(OperationCosts())

  /// An empty account.
  public init() {}

  /// What has been gathered.
  public var costs: OperationCosts { gathered.withLock { $0 } }

  func add(_ costs: OperationCosts) { gathered.withLock { $0.add(costs) } }
}

extension OperationAccount? {
  /// Runs `body` on the account of one operation; without an account it costs nothing but itself.
  func measure<Value>(_ operation: Operation, _ body: () throws -> Value) rethrows -> Value {
    guard let account = self else { return try body() }
    let start = threadSeconds()
    let value = try body()
    var costs = OperationCosts()
    costs.add(operation, seconds: threadSeconds() - start, flops: 0)
    account.add(costs)
    return value
  }
}

extension Workspace {
  /// Runs an operation of a model; `flops` is asked for only when costs are kept.
  func measure(_ operation: Operation, flops: @autoclosure () -> Double = 0, _ body: () -> Void) {
    guard costs != nil else { return body() }
    let start = threadSeconds()
    body()
    costs?.add(operation, seconds: threadSeconds() - start, flops: flops())
  }
}

/// Seconds that the calling thread has run: what others do on its core in the meantime does not count.
func threadSeconds() -> Double {
  var time = timespec()
  unsafe _ = clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
