import Glibc
import Parallelism
import Synchronization
import Testing

@Test(arguments: [1, 2, 3, 16])
func `every part of every step is done once before the next step begins`(threads: Int) {
  let steps = 2_000
  let counts = Mutex([Int](repeating: 0, count: 5))
  ThreadTeam.with(threads: threads) { team in
    #expect(team.size == threads)
    for step in 0..<steps {
      team.run(parts: step % 5 + 1) { part in counts.withLock { $0[part] += 1 } }
      let expected = (0..<5).map { part in (0...step).count { $0 % 5 >= part } }
      if step % 100 < 5 { #expect(counts.withLock { $0 } == expected) }
    }
  }
  #expect(counts.withLock { $0.reduce(0, +) } == steps * 3)
}

@Test func `members that have napped wake up, and no part is lost`() {
  let sum = Atomic<Int>(0)
  ThreadTeam.with(threads: 2) { team in
    for _ in 0..<5 {
      usleep(3_000)
      team.run(parts: 64) { part in sum.wrappingAdd(part, ordering: .relaxed) }
    }
  }
  #expect(sum.load(ordering: .relaxed) == 5 * 64 * 63 / 2)
}

private struct Stop: Error, Equatable {}

@Test(arguments: [1, 2, 4])
func `a team gives its leader's value, or its error, and is gone`(threads: Int) throws {
  #expect(ThreadTeam.with(threads: threads) { $0.size } == threads)
  #expect(throws: Stop()) { try ThreadTeam.with(threads: threads) { _ throws(Stop) -> Int in throw Stop() } }
}

@Test func `a team has a size that threads can be started for, whatever is asked`() {
  let sum = Atomic<Int>(0)
  for (asked, size) in [(.max, ThreadTeam.sizeLimit), (0, 1), (-3, 1)] {
    ThreadTeam.with(threads: asked) { team in
      #expect(team.size == size)
      for _ in 0..<20 { team.run(parts: 600) { sum.wrappingAdd($0, ordering: .relaxed) } }
    }
  }
  #expect(sum.load(ordering: .relaxed) == 3 * 20 * 600 * 599 / 2)
}

@Test(arguments: [1, 2])
func `no parts are no work`(threads: Int) {
  ThreadTeam.with(threads: threads) { team in
    team.run(parts: 0) { _ in Issue.record("there is no part") }
    team.run(parts: -1) { _ in Issue.record("there is no part") }
  }
}

@Test func `teams of several callers do not disturb each other`() throws {
  let totals = try mapBlocks(count: 8, threads: 4) { block in
    let sum = Atomic<Int>(0)
    ThreadTeam.with(threads: 3) { team in
      for _ in 0..<200 { team.run(parts: 7) { sum.wrappingAdd($0 * block, ordering: .relaxed) } }
    }
    return sum.load(ordering: .relaxed)
  }
  #expect(totals == (0..<8).map { $0 * 200 * 21 })
}
