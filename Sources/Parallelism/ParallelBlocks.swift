internal import Dispatch
internal import Synchronization

/// Runs `body` for every block number in `0..<count`, on at most `threads` threads; blocks are handed out in order, one at a time.
///
/// What a block computes must depend on its number alone, so results do not depend on the number of threads.
/// When blocks throw, the error of the lowest failing block that ran is rethrown after all running blocks have ended, and no new block is begun.
public func forEachBlock(count: Int, threads: Int, _ body: @Sendable (Int) throws -> Void) throws {
  let workers = max(1, min(threads, count))
  if workers == 1 {
    for block in 0..<max(0, count) { try body(block) }
    return
  }
  let next = Atomic<Int>(0)
  let failure = Mutex<(block: Int, error: any Error)?>(nil)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if block >= count || failure.withLock({ $0 != nil }) { return }
      do { try body(block) } catch {
        failure.withLock { if $0 == nil || block < $0!.block { $0 = (block, error) } }
      }
    }
  }
  if let failed = failure.withLock({ $0 }) { throw failed.error }
}

/// Computes a value for every block number in `0..<count`, in parallel, and returns them in block order.
public func mapBlocks<Value: Sendable>(
  count: Int, threads: Int, _ body: @Sendable (Int) throws -> Value
) throws -> [Value] {
  let slots = Mutex<[Value?]>(Array(repeating: nil, count: max(0, count)))
  try forEachBlock(count: count, threads: threads) { block in
    let value = try body(block)
    slots.withLock { $0[block] = value }
  }
  return slots.withLock { $0.map { $0! } }
}
