import Foundation
import Pipelines
import Storage
import Synchronization
import TestSupport
import Testing

/// Encoding that was stopped at a window's end, and what became of its files before it went on.
private struct Stopped {
  static let encoder = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens/tiny-encoder").path
  let folder: TemporaryFolder

  init(documents: Int = 6000) throws {
    folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 11)
    let lines = (0..<documents).map { number in
      let words = (0..<Int.random(in: 1...40, using: &random)).map { _ in "w\(Int.random(in: 0..<500, using: &random))" }
      return "d\(number)\t\(words.joined(separator: " "))\n"
    }
    try folder.write(Array(lines.joined().utf8), to: "docs.tsv")
    var job = IndexJob(folder: folder.file("index"), collection: [folder.file("docs.tsv")])
    job.work.quiet = true
    _ = try job.run()
    try FileManager.default.copyItem(atPath: folder.file("index"), toPath: folder.file("base"))
  }

  func job(_ index: String = "index", threads: Int = 2, overwrite: Bool = false) -> IndexJob {
    var job = IndexJob(folder: folder.file(index), collection: [])
    job.encoder = Self.encoder
    job.overwrite = overwrite
    job.work.quiet = true
    job.work.threads = threads
    return job
  }

  /// Runs until so many windows are encoded. True when it ended before.
  func run(_ job: IndexJob, windows: Int) throws -> Bool {
    let left = Mutex(windows)
    var job = job
    job.work.stop.wasUttered = {
      left.withLock {
        $0 -= 1; return $0 < 1
      }
    }
    do {
      _ = try job.run()
      return true
    } catch is BuildStopped { return false }
  }

  func digest(_ index: String = "index") throws -> String {
    let snapshot = try Snapshot(folder: folder.file(index))
    let made = try snapshot.contentDigest()
    #expect(made == snapshot.manifest.contents.digest)
    return made
  }

  func staged() throws -> [String] { try folder.names(in: "index/winnow.staging.vectors").sorted() }
}

@Suite struct ResumedVectorsTests {
  @Test(arguments: 1...3) func `vectors stopped at any window are those of an encoding that was not`(threads: Int) throws {
    let stopped = try Stopped()
    _ = try stopped.job("base", threads: 1).run()
    var random = SeededGenerator(seed: UInt64(threads))
    var stops = 0
    while try !stopped.run(stopped.job(threads: Int.random(in: 1...threads, using: &random)), windows: 1) { stops += 1 }
    #expect(stops > 1)
    #expect(try stopped.digest() == stopped.digest("base"))
    #expect(try stopped.folder.names(in: "index") == ["winnow.mdb", "writer.lock"])
  }

  @Test func `a byte flipped in what is committed is found before it becomes part of the index`() throws {
    let stopped = try Stopped()
    #expect(try !stopped.run(stopped.job(), windows: 1))
    let file = try #require(stopped.staged().first { $0.hasPrefix("vectors-") })
    let path = "index/winnow.staging.vectors/\(file)"
    let whole = try stopped.folder.read(path)
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5 {
      var damaged = whole
      damaged[Int.random(in: 0..<whole.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      try stopped.folder.write(damaged, to: path)
      #expect { try stopped.job().run() } throws: {
        "\($0)".contains("vectors-0: damaged") && "\($0)".contains("remove the folder winnow.staging.vectors")
      }
      #expect(try OpenIndex(folder: stopped.folder.file("index")).vectorSets.isEmpty)
    }
    try stopped.folder.write(Array(whole.dropLast()), to: path)
    #expect { try stopped.job().run() } throws: { "\($0)".contains("has not the size that the journal says") }
    try stopped.folder.write(whole, to: path)
    _ = try stopped.job().run()
    _ = try stopped.job("base").run()
    #expect(try stopped.digest() == stopped.digest("base"))
  }

  @Test func `another collection build in between does not touch unfinished vectors of the same documents`() throws {
    let stopped = try Stopped()
    #expect(try !stopped.run(stopped.job(), windows: 2))
    var again = IndexJob(folder: stopped.folder.file("index"), collection: [stopped.folder.file("docs.tsv")])
    again.overwrite = true
    again.work.quiet = true
    _ = try again.run()
    let before = try stopped.staged()
    #expect(before.contains("journal"))
    var job = stopped.job()
    let notes = Mutex<[String]>([])
    job.work.note = { note in notes.withLock { $0.append(note) } }
    _ = try job.run()
    #expect(notes.withLock { $0.contains { $0.contains("going on with the unfinished vectors") } })
    _ = try stopped.job("base").run()
    #expect(try stopped.digest() == stopped.digest("base"))
  }

  @Test func `unfinished vectors of documents that are no more are dropped with a note`() throws {
    let stopped = try Stopped()
    #expect(try !stopped.run(stopped.job(), windows: 2))
    try stopped.folder.write(Array("d1\tall new\n".utf8), to: "docs.tsv")
    var other = IndexJob(folder: stopped.folder.file("index"), collection: [stopped.folder.file("docs.tsv")])
    other.overwrite = true
    other.work.quiet = true
    let notes = Mutex<[String]>([])
    other.work.note = { note in notes.withLock { $0.append(note) } }
    _ = try other.run()
    #expect(notes.withLock { $0.contains { $0.contains("unfinished work on the old index's vectors is dropped") } })
    #expect(try stopped.folder.names(in: "index") == ["winnow.mdb", "writer.lock"])
  }

  @Test func `what a command left that was killed just after its publication is removed`() throws {
    let stopped = try Stopped(documents: 300)
    let (staging, copy) = (stopped.folder.file("index/winnow.staging.vectors"), stopped.folder.file("copy"))
    #expect(try !stopped.run(stopped.job(), windows: 1))
    try FileManager.default.copyItem(atPath: staging, toPath: copy)
    _ = try stopped.job().run()
    let before = try stopped.digest()
    try FileManager.default.copyItem(atPath: copy, toPath: staging)
    #expect(try !stopped.job().run().changed)
    #expect(try stopped.digest() == before)
    #expect(try stopped.folder.names(in: "index") == ["winnow.mdb", "writer.lock"])
  }
}
