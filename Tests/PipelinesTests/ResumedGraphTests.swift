import Foundation
import Parallelism
import Pipelines
import Storage
import Synchronization
import TestSupport
import Testing

/// Graphs whose building was stopped, and what became of their files before it went on.
@Suite struct `Resumed graphs` {
  /// A stopped building, with its set in the index `flat`.
  private func job(_ made: GraphedIndex, _ index: String, threads: Int = 2, overwrite: Bool = false) -> IndexJob {
    var job = IndexJob(folder: made.folder.file(index), collection: [])
    job.graph = GraphSettings(links: 4, efConstruction: 20)
    job.work.threads = threads
    job.work.quiet = true
    job.overwrite = overwrite
    return job
  }

  /// Runs until so many batches are inserted. True when it ended before.
  private func run(_ job: IndexJob, batches: Int) throws -> Bool {
    let left = Mutex(batches)
    var job = job
    job.work.stop.wasUttered = {
      left.withLock {
        $0 -= 1
        return $0 < 1
      }
    }
    do {
      _ = try job.run()
      return true
    } catch is BuildStopped { return false }
  }

  private func digest(_ made: GraphedIndex, _ index: String) throws -> String {
    _ = try Inspection(folder: made.folder.file(index)).verify()
    return try Snapshot(folder: made.folder.file(index)).contentDigest()
  }

  private func staged(_ made: GraphedIndex) throws -> [String] {
    try made.folder.names(in: "flat/winnow.staging.vectors").sorted()
  }

  @Test func `stops after any batches and other threads end in the same index`() throws {
    let made = try GraphedIndex()
    let expected = try digest(made, "graph")
    var stops = 0
    while try !run(job(made, "flat", threads: 1 + stops % 3), batches: 1 + stops % 2) { stops += 1 }
    #expect(stops > 3)
    #expect(try digest(made, "flat") == expected)
    #expect(try made.folder.names(in: "flat").sorted() == ["winnow.mdb", "writer.lock"])
    #expect(try !job(made, "flat").run().changed)
  }

  @Test func `one state is kept, and a second one left by a kill is no obstacle`() throws {
    let made = try GraphedIndex()
    #expect(try !run(job(made, "flat"), batches: 4))
    #expect(try staged(made) == ["graph-0", "journal"])
    let first = try made.folder.read("flat/winnow.staging.vectors/graph-0")
    #expect(try !run(job(made, "flat"), batches: 1))
    #expect(try staged(made) == ["graph-1", "journal"])
    try made.folder.write(first, to: "flat/winnow.staging.vectors/graph-0")
    #expect(try run(job(made, "flat"), batches: 1000))
    #expect(try digest(made, "flat") == digest(made, "graph"))
  }

  @Test func `a flipped or lost byte of a state is refused, and --overwrite begins again`() throws {
    let made = try GraphedIndex()
    #expect(try !run(job(made, "flat"), batches: 5))
    let file = "flat/winnow.staging.vectors/graph-0"
    let whole = try made.folder.read(file)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<20 {
      var bytes = whole
      bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      try made.folder.write(bytes, to: file)
      #expect { try run(job(made, "flat"), batches: 1000) } throws: { "\($0)".contains("graph-0") }
    }
    try made.folder.write(Array(whole.dropLast()), to: file)
    #expect { try run(job(made, "flat"), batches: 1000) } throws: { "\($0)".contains("graph-0") }
  }

  @Test func `other parameters are refused, finished or not, and --overwrite builds anew`() throws {
    let made = try GraphedIndex()
    #expect(try !run(job(made, "flat"), batches: 5))
    var other = job(made, "flat")
    other.graph = GraphSettings(links: 5, efConstruction: 20)
    #expect { try other.run() } throws: { "\($0)".contains("the graph of 'v'") && "\($0)".contains("--overwrite") }
    #expect(try run(job(made, "flat"), batches: 1000))
    #expect { try other.run() } throws: { "\($0)".contains("m: 4, now 5") }
    other.overwrite = true
    #expect(try other.run().changed)
    #expect(try digest(made, "flat") != digest(made, "graph"))
    #expect(try job(made, "flat", overwrite: true).run().changed)
    #expect(try digest(made, "flat") == digest(made, "graph"))
  }

  @Test func `a graph without vectors, without memory or of impossible parameters is an error that says so`() throws {
    let made = try GraphedIndex()
    var bare = IndexJob(folder: made.folder.file("bare"), collection: [made.folder.file("docs.tsv")])
    bare.work.quiet = true
    _ = try bare.run()
    #expect { try job(made, "bare").run() } throws: { "\($0)".contains("no vectors for a graph") }
    var small = job(made, "flat")
    small.work.budget = MemoryBudget(limit: 20 << 20)
    #expect { try small.run() } throws: { "\($0)".contains("--memory allows") }
    var odd = job(made, "flat")
    odd.graph = GraphSettings(links: 1)
    #expect(throws: (any Error).self) { try odd.run() }
    #expect(try made.folder.names(in: "flat").sorted() == ["winnow.mdb", "writer.lock"])
  }

  @Test func `a reordered index loses its graph with a note, and gets one again`() throws {
    let made = try GraphedIndex()
    var reorder = IndexJob(folder: made.folder.file("graph"), collection: [])
    reorder.work.quiet = true
    reorder.reorder = true
    let notes = Mutex<[String]>([])
    reorder.work.note = { note in notes.withLock { $0.append(note) } }
    _ = try reorder.run()
    #expect(notes.withLock { $0.contains { $0.contains("the graph of 'v' is of the old order") } })
    _ = try Inspection(folder: made.folder.file("graph")).verify()
    #expect(try job(made, "graph").run().changed)
    _ = try Inspection(folder: made.folder.file("graph")).verify()
  }
}
