import Parallelism
import Synchronization
import Testing

@Test(arguments: [1, 2, 3, 16])
func `every block is done once, and values come in block order`(threads: Int) throws {
  let done = Mutex<[Int: Int]>([:])
  try forEachBlock(count: 1000, threads: threads) { block in done.withLock { $0[block, default: 0] += 1 } }
  #expect(done.withLock { $0.count == 1000 && $0.values.allSatisfy { $0 == 1 } })
  #expect(try mapBlocks(count: 1000, threads: threads) { $0 * $0 } == (0..<1000).map { $0 * $0 })
}

@Test func `no blocks are no work`() throws {
  #expect(try mapBlocks(count: 0, threads: 4) { $0 }.isEmpty)
  #expect(try mapBlocks(count: -1, threads: 4) { $0 }.isEmpty)
}

private struct Failure: Error, Equatable {
  var block: Int
}

@Test(arguments: [1, 2, 8])
func `a failing block ends the work with its error`(threads: Int) {
  let begun = Atomic<Int>(0)
  #expect(throws: Failure(block: 10)) {
    try forEachBlock(count: 1_000_000, threads: threads) { block in
      begun.wrappingAdd(1, ordering: .relaxed)
      if block == 10 { throw Failure(block: block) }
    }
  }
  #expect(begun.load(ordering: .relaxed) < 1_000_000)
}

@Test(arguments: [("2G", 2_147_483_648), ("512M", 536_870_912), ("1.5GiB", 1_610_612_736), ("100", 100), ("64kb", 65536)])
func `sizes are read`(text: String, bytes: Int) { #expect(MemoryBudget.bytes(from: text) == bytes) }

@Test(arguments: ["", "G", "-1G", "lots", "0", "nan", "inf", "1e400G"])
func `what is no size is none`(text: String) { #expect(MemoryBudget.bytes(from: text) == nil) }

@Test func `a passed ceiling names both figures`() throws {
  try MemoryBudget(limit: nil).check()
  #expect { try MemoryBudget(limit: 1).check() } throws: { "\($0)".contains("--memory 1 bytes") }
}

@Test(arguments: [(0.84, "0.8 s"), (12, "12 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")])
func `durations are for people`(seconds: Double, text: String) { #expect(Progress.duration(seconds) == text) }
