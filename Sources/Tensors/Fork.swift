/// How the parts of one operation are computed: one after the other, or by several threads. The result has the same bits either way.
public struct Fork: Sendable {
  /// Threads that take part.
  public let width: Int
  /// Computes the parts 0..<count, and returns when all are done.
  private let run: @Sendable (_ count: Int, _ part: @Sendable (Int) -> Void) -> Void

  /// A fork over `width` threads. `run(count, part)` calls `part` once for each number in 0..<count, on any threads.
  public init(width: Int, run: @escaping @Sendable (_ count: Int, _ part: @Sendable (Int) -> Void) -> Void) {
    self.width = max(1, width)
    self.run = run
  }

  /// One part after the other, on the caller's thread.
  public static let serial = Fork(width: 1) { count, part in
    for number in 0..<count { part(number) }
  }

  /// Splits 0..<count into ranges that begin at multiples of `step`, at most `limit` of them, and computes each.
  func split(_ count: Int, step: Int, limit: Int = .max, _ body: @Sendable (_ part: Int, Range<Int>) -> Void) {
    let steps = (count + step - 1) / step
    // Two parts a thread, so that a thread that comes late costs little.
    let parts = min(steps, limit, width > 1 ? 2 * width : 1)
    guard parts > 1 else {
      if count > 0 { body(0, 0..<count) }
      return
    }
    run(parts) { part in
      body(part, part * steps / parts * step..<min(count, (part + 1) * steps / parts * step))
    }
  }
}
