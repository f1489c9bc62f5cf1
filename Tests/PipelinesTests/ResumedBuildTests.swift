import Bytes
import Files
import Foundation
import Pipelines
import Storage
import Synchronization
import TestSupport
import Testing

/// A collection of some thousand passages and jobs that read it in small blocks and commit small batches.
private struct Resumed {
  let folder: TemporaryFolder
  var name = "docs.tsv"

  init(documents: Int = 4000, seed: UInt64 = 1) throws {
    folder = try TemporaryFolder()
    try write(Resumed.lines(documents, seed: seed))
  }

  static func lines(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { number in
      let words = (0..<Int.random(in: 0...40, using: &random)).map { _ -> String in
        let uniform = Double.random(in: 0..<1, using: &random)
        return "word\(Int(3000 * uniform * uniform * uniform))"
      }
      return "d\(number * 7919 % 100_003)\t\(words.joined(separator: " "))"
    }
  }

  func write(_ lines: [String]) throws {
    try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: name)
  }

  /// The same collection in a compressed file, which the jobs then read; returns its bytes.
  mutating func compress(as ending: String) throws -> [UInt8] {
    let bytes = try folder.read(name)
    name += ending
    var file = try AtomicFile(path: folder.file(name))
    try file.write(bytes)
    try file.commit()
    return try folder.read(name)
  }

  func job(_ index: String = "index", threads: Int = 2) -> IndexJob {
    var job = IndexJob(folder: folder.file(index), collection: [folder.file(name)])
    job.work.quiet = true
    job.work.threads = threads
    job.grain = (blockBytes: 2000, documents: 300)
    return job
  }

  /// The digest and some results of an index.
  func result(_ index: String = "index") throws -> [String] {
    let folder = folder.file(index)
    try OpenIndex(folder: folder).snapshot.verify()
    let index = try OpenIndex(folder: folder)
    #expect(try index.snapshot.contentDigest() == index.digest)
    return [index.digest]
      + (try ["word1 word2", "word17", "word2999 word0"].map { try SearchPreview(index: folder).text(for: $0) })
  }

  /// What an uninterrupted build in one batch gives.
  func expected() throws -> [String] {
    var whole = job("straight", threads: 1)
    whole.grain = nil
    whole.overwrite = true
    _ = try whole.run()
    return try result("straight")
  }

  /// Runs a job that is asked to stop after so many rounds; true when it came to its end.
  func run(_ job: IndexJob, rounds: Int) throws -> Bool {
    let left = Mutex(rounds)
    var job = job
    job.work.stop.wasUttered = {
      left.withLock {
        $0 -= 1; return $0 < 0
      }
    }
    do {
      _ = try job.run()
      return true
    } catch is BuildStopped { return false }
  }
}

@Suite struct ResumedBuildTests {
  @Test(arguments: 1...3) func `a build stopped at any round ends in the index of one that was not`(threads: Int) throws {
    let resumed = try Resumed()
    let expected = try resumed.expected()
    var random = SeededGenerator(seed: UInt64(threads))
    var stops = 0
    while try !resumed.run(resumed.job(threads: threads), rounds: Int.random(in: 0...4, using: &random)) {
      stops += 1
      #expect(throws: StorageError.halfBuilt(path: resumed.folder.file("index"))) {
        _ = try Snapshot(folder: resumed.folder.file("index"))
      }
    }
    #expect(stops > 3)
    #expect(try resumed.result() == expected)
    #expect(try resumed.folder.names(in: "index") == ["winnow.mdb", "writer.lock"])
  }

  @Test func `batches alone change nothing, whatever is stored`() throws {
    let resumed = try Resumed(documents: 1500, seed: 5)
    for storeText in [true, false] {
      var whole = resumed.job("whole-\(storeText)"), small = resumed.job("small-\(storeText)")
      whole.storeText = storeText
      small.storeText = storeText
      whole.grain = nil
      _ = try whole.run()
      _ = try small.run()
      let digests = try [whole, small].map { try OpenIndex(folder: $0.folder).snapshot.contentDigest() }
      #expect(digests[0] == digests[1])
    }
  }

  @Test func `a changed collection is refused, and replaced when that is wished`() throws {
    let resumed = try Resumed()
    #expect(try !resumed.run(resumed.job(), rounds: 2))
    var lines = Resumed.lines(4000, seed: 1)
    lines[3] = "d3x\tanother passage"
    try resumed.write(lines)
    #expect { try resumed.job().run() } throws: {
      "\($0)".contains("unfinished build") && "\($0)".contains("has changed") && "\($0)".contains("--overwrite")
    }
    #expect(throws: StorageError.self) { _ = try Snapshot(folder: resumed.folder.file("index")) }
    var again = resumed.job()
    let notes = Mutex<[String]>([])
    again.overwrite = true
    again.work.note = { note in notes.withLock { $0.append(note) } }
    _ = try again.run()
    #expect(notes.withLock { $0.contains { $0.contains("is begun again") } })
    #expect(try resumed.result() == resumed.expected())
  }

  @Test func `what was not read yet may change: the index is that of the collection as it was read`() throws {
    let resumed = try Resumed()
    #expect(try !resumed.run(resumed.job(), rounds: 1))
    try resumed.write(Resumed.lines(4000, seed: 1) + ["dlast\tone more passage"])
    let notes = Mutex<[String]>([])
    var job = resumed.job()
    job.work.note = { note in notes.withLock { $0.append(note) } }
    _ = try job.run()
    #expect(notes.withLock { $0.contains { $0.contains("going on with the unfinished build") } })
    #expect(try resumed.result() == resumed.expected())
  }

  @Test func `other settings are refused, and replaced when that is wished`() throws {
    let resumed = try Resumed()
    #expect(try !resumed.run(resumed.job(), rounds: 2))
    var other = resumed.job()
    other.storeText = false
    #expect { try other.run() } throws: { "\($0)".contains("texts: stored, now not stored") }
    other.overwrite = true
    #expect(try other.run().changed)
    #expect(try !OpenIndex(folder: other.folder).documents.storesTexts)
  }

  @Test func `a bad line that is corrected does not cost what was committed`() throws {
    let resumed = try Resumed()
    var lines = Resumed.lines(4000, seed: 1)
    let good = lines[3900]
    lines[3900] = "no tab"
    try resumed.write(lines)
    #expect { try resumed.job().run() } throws: { "\($0)".contains("docs.tsv:3901") }
    lines[3900] = good
    try resumed.write(lines)
    let notes = Mutex<[String]>([])
    var job = resumed.job()
    job.work.note = { note in notes.withLock { $0.append(note) } }
    _ = try job.run()
    #expect(notes.withLock { $0.contains { $0.contains("going on") } })
    #expect(try resumed.result() == resumed.expected())
  }

  @Test func `skipped lines of earlier batches are counted`() throws {
    let resumed = try Resumed()
    var lines = Resumed.lines(4000, seed: 1)
    for bad in [5, 900, 3900] { lines[bad] = "no tab" }
    try resumed.write(lines)
    var job = resumed.job()
    job.skipBad = true
    #expect(try !resumed.run(job, rounds: 2))
    let notes = Mutex<[String]>([])
    job.work.note = { note in notes.withLock { $0.append(note) } }
    _ = try job.run()
    #expect(notes.withLock { $0.contains { $0.contains("skipped 3 bad records") } })
  }

  @Test func `an id of two batches is named with both lines`() throws {
    let resumed = try Resumed()
    var lines = Resumed.lines(4000, seed: 1)
    lines[3500] = lines[10]
    try resumed.write(lines)
    let path = resumed.folder.file("docs.tsv")
    #expect { try resumed.job().run() } throws: {
      "\($0)".contains("\(path):3501: the document id") && "\($0)".contains("\(path):11 already")
    }
  }

  @Test func `what a build left that was killed just after its publication is removed`() throws {
    let resumed = try Resumed(documents: 1000)
    var job = resumed.job()
    job.grain = (blockBytes: 2000, documents: 1)  // a commit after every round, so that the last look finds everything committed
    let (staging, copy) = (resumed.folder.file("index/winnow.staging"), resumed.folder.file("copy"))
    job.work.stop.wasUttered = {
      try? FileManager.default.removeItem(atPath: copy)
      try? FileManager.default.copyItem(atPath: staging, toPath: copy)
      return false
    }
    _ = try job.run()
    let before = try resumed.result()
    try FileManager.default.copyItem(atPath: copy, toPath: staging)
    #expect(try !resumed.job().run().changed)
    #expect(try resumed.result() == before)
    #expect(try resumed.folder.names(in: "index") == ["winnow.mdb", "writer.lock"])
  }

  @Test(arguments: [".gz", ".zst"]) func `a compressed collection is gone on with, and gives the index of the plain one`(
    ending: String
  ) throws {
    var resumed = try Resumed(documents: 8000)
    let expected = try resumed.expected()
    _ = try resumed.compress(as: ending)
    var random = SeededGenerator(seed: 20)
    var stops = 0
    while try !resumed.run(resumed.job(), rounds: Int.random(in: 0...4, using: &random)) { stops += 1 }
    #expect(stops > 3)
    #expect(try resumed.result() == expected)
  }

  @Test(arguments: [".gz", ".zst"]) func `a compressed collection that was cut short costs nothing that was committed`(
    ending: String
  ) throws {
    var resumed = try Resumed(documents: 12_000)
    let expected = try resumed.expected()
    let whole = try resumed.compress(as: ending)
    try resumed.folder.write(Array(whole[..<(whole.count * 9 / 10)]), to: resumed.name)
    #expect { try resumed.job().run() } throws: { "\($0)".contains("\(resumed.name) is cut short") }
    #expect(throws: StorageError.halfBuilt(path: resumed.folder.file("index"))) {
      _ = try Snapshot(folder: resumed.folder.file("index"))
    }
    try resumed.folder.write(whole, to: resumed.name)
    let notes = Mutex<[String]>([])
    var job = resumed.job()
    job.work.note = { note in notes.withLock { $0.append(note) } }
    _ = try job.run()
    #expect(notes.withLock { $0.contains { $0.contains("going on with the unfinished build") } })
    #expect(try resumed.result() == expected)
  }

  @Test func `an unfinished build of another version is refused, and replaced when that is wished`() throws {
    let resumed = try Resumed()
    #expect(try !resumed.run(resumed.job(), rounds: 2))
    let journal = String(decoding: try resumed.folder.read("index/winnow.staging/journal"), as: UTF8.self)
    var lines = journal.split(separator: "\n").map(String.init)
    let header = lines[0].dropFirst(17).replacingOccurrences(of: "\"staging\":1", with: "\"staging\":99")
    #expect(!lines[0].hasSuffix(header))
    let digits = String(unsafe Digest.checksum(Array(header.utf8).span.bytes), radix: 16)
    lines[0] = String(repeating: "0", count: 16 - digits.count) + digits + " " + header
    try resumed.folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "index/winnow.staging/journal")
    #expect { try resumed.job().run() } throws: { "\($0)".contains("another version of Winnow") }
    var again = resumed.job()
    again.overwrite = true
    _ = try again.run()
    #expect(try resumed.result() == resumed.expected())
  }

  @Test func `an id that came twice can be taken out, and the build goes on or begins again as its message says`() throws {
    let resumed = try Resumed()
    let good = Resumed.lines(4000, seed: 1)
    for (twice, isCommitted) in [(3500, true), (3999, false)] {
      var lines = good
      lines[twice] = lines[isCommitted ? 10 : 3998]
      try resumed.write(lines)
      var message = ""
      do { _ = try resumed.job().run() } catch { message = "\(error)" }
      #expect(message.contains("stands at") && message.contains("--overwrite") == isCommitted, "\(message)")
      try resumed.write(good)
      var job = resumed.job()
      job.overwrite = isCommitted
      if isCommitted { #expect(throws: PipelinesError.self) { try resumed.job().run() } }
      _ = try job.run()
      #expect(try resumed.result() == resumed.expected())
      try FileManager.default.removeItem(atPath: job.folder)
    }
  }
}
