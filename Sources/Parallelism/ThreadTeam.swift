internal import CKernels
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Threads that compute one thing together, in short steps that are each split into parts.
///
/// Between steps the members wait without sleeping, so that a step of some ten microseconds is worth sharing; a member that finds no
/// work for long naps, and all leave when `with` ends. Parts are claimed one at a time, and the leader waits for claimed parts alone: a
/// member that the system is slow to start, or never starts, is not missed.
public final class ThreadTeam: @unchecked Sendable {
  // `body` is written by the leader between steps, when no part is claimed, and read by a member between claiming a part of a step and
  // counting it as done; the atomics order the two. All else is atomic or immutable.

  /// Largest team: steps of some ten microseconds are not worth sharing among more.
  public static let sizeLimit = 256

  /// Threads, the leader's own among them.
  public let size: Int
  /// The step's number of parts in the upper half, the next part to claim in the lower one.
  private let claims = Atomic<UInt64>(0)
  private let done = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)
  private var body: (@Sendable (Int) -> Void)?

  private init(size: Int) { self.size = size }

  /// Runs `work`, which leads a team of `threads` threads, at most `sizeLimit`, and dismisses the team.
  public static func with<Value, Failure: Error>(
    threads: Int, _ work: (ThreadTeam) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let team = ThreadTeam(size: max(1, min(threads, sizeLimit)))
    defer { team.isOver.store(true, ordering: .releasing) }
    for _ in 1..<team.size { DispatchQueue.global(qos: .userInitiated).async { team.follow() } }
    return try work(team)
  }

  /// Computes the parts 0..<`parts` of a step, each on one member. Only the leader calls it, and not from within a part.
  public func run(parts: Int, _ body: @Sendable (Int) -> Void) {
    guard size > 1, parts > 1 else {
      for part in 0..<max(0, parts) { body(part) }
      return
    }
    precondition(parts <= UInt32.max)
    withoutActuallyEscaping(body) { body in
      self.body = body
      done.store(0, ordering: .relaxed)
      claims.store(UInt64(parts) << 32, ordering: .releasing)
      while performNext() {}
      var waits = 0
      while done.load(ordering: .acquiring) < parts { Self.wait(&waits) }
      self.body = nil
    }
  }

  private func follow() {
    var waits = 0
    while !isOver.load(ordering: .acquiring) {
      if performNext() { waits = 0 } else { Self.wait(&waits) }
    }
  }

  /// Claims a part and computes it; false when none is left.
  private func performNext() -> Bool {
    var seen = claims.load(ordering: .acquiring)
    while UInt32(truncatingIfNeeded: seen) < UInt32(seen >> 32) {
      let (claimed, now) = claims.weakCompareExchange(
        expected: seen, desired: seen + 1, successOrdering: .acquiringAndReleasing, failureOrdering: .acquiring)
      if claimed {
        perform(Int(UInt32(truncatingIfNeeded: seen)))
        done.add(1, ordering: .releasing)
        return true
      }
      seen = now
    }
    return false
  }

  // Never inlined: the body must be let go before the part counts as done.
  @inline(never)
  private func perform(_ part: Int) { body?(part) }

  /// Some hundred microseconds of spinning, then giving way, then naps.
  private static func wait(_ waits: inout Int) {
    waits += 1
    if waits < 4_000 {
      ck_pause()
    } else if waits < 4_100 {
      sched_yield()
    } else {
      usleep(50)
    }
  }
}
