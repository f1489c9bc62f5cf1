import Bytes
import Foundation
import Storage
import TestSupport
import Testing

/// A collection that goes into an index in batches, by processes that end in the middle.
private struct StagedBuild {
  let documents: [Sample]
  let folder: TemporaryFolder
  var storeTexts = true
  var threads = 1

  /// One process: goes on behind the journal, commits some batches, and ends with documents that are sealed or not, but not committed.
  /// Returns true when everything is committed.
  func process(using random: inout SeededGenerator) throws -> Bool {
    let staging = try Staging(folder: folder.path)
    if staging.isUnfinished { #expect(staging.settings == ["a": 1]) } else { try staging.begin(settings: ["a": 1]) }
    var part = try open(staging)
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      try add(&part, upTo: part.count + Int.random(in: 0...max(1, documents.count / 4), using: &random))
      try commit(&part, to: staging)
    }
    if part.count == documents.count { return true }
    try add(&part, upTo: part.count + Int.random(in: 0...documents.count / 4, using: &random))
    if Bool.random(using: &random) { _ = try part.seal(durably: false) }
    return false
  }

  func open(_ staging: Staging) throws -> StagedDocuments {
    let batches = staging.batches.compactMap { $0["documents"] }
    return try StagedDocuments(staging, storeTexts: storeTexts, threads: threads, batches: batches)
  }

  func add(_ part: inout StagedDocuments, upTo end: Int) throws {
    for number in part.count..<max(part.count, min(end, documents.count)) {
      try part.add(id: documents[number].id, text: documents[number].text, at: DocumentPosition(file: 0, line: number + 1))
    }
  }

  func commit(_ part: inout StagedDocuments, to staging: Staging) throws {
    let section = try part.seal(durably: true)
    try staging.commit(["documents": section, "names": .array(part.names.map { JSONValue($0) })])
  }

  func publish() throws -> String {
    let staging = try Staging(folder: folder.path)
    let part = try open(staging)
    var writer = try staging.store()
    var manifest = Manifest()
    manifest.documents = try part.write(into: &writer).json
    try writer.publish(manifest)
    staging.discard()
    let snapshot = try Snapshot(folder: folder.path)
    try snapshot.verify()
    return try snapshot.contentDigest()
  }
}

@Suite struct StagingTests {
  @Test(arguments: [(0, true), (1, true), (50, true), (3000, false), (3000, true), (20_000, true)] as [(Int, Bool)])
  func `batches and interruptions do not change the documents part`(count: Int, storeTexts: Bool) throws {
    var random = SeededGenerator(seed: UInt64(count))
    let documents = randomDocuments(count, longestText: 100_000, using: &random)
    let straight = try TemporaryFolder()
    try publish(documents, in: straight.path, storeTexts: storeTexts)
    let expected = try Snapshot(folder: straight.path).contentDigest()
    for round in 1...3 {
      let build = StagedBuild(documents: documents, folder: try TemporaryFolder(), storeTexts: storeTexts, threads: round)
      while try !build.process(using: &random) {}
      #expect(try build.publish() == expected)
      #expect(try build.folder.names() == ["winnow.mdb", "writer.lock"])
    }
  }

  /// Three committed batches in a folder; returns the journal's lines.
  private func threeBatches(_ build: StagedBuild) throws -> [UInt8] {
    let staging = try Staging(folder: build.folder.path)
    try staging.begin(settings: ["a": 1])
    var part = try build.open(staging)
    for batch in 1...3 {
      try build.add(&part, upTo: batch * build.documents.count / 3)
      try build.commit(&part, to: staging)
    }
    return try build.folder.read("winnow.staging/journal")
  }

  private func batches(_ build: StagedBuild) throws -> [JSONValue] { try Staging(folder: build.folder.path).batches }

  @Test func `a journal cut anywhere holds its whole records, and goes on behind them`() throws {
    var random = SeededGenerator(seed: 7)
    let build = StagedBuild(documents: randomDocuments(60, longestText: 500, using: &random), folder: try TemporaryFolder())
    let journal = try threeBatches(build)
    let all = try batches(build)
    let ends = journal.indices.filter { journal[$0] == 10 }.map { $0 + 1 }
    #expect(all.count == 3 && ends.count == 4)
    for length in (ends[1]..<journal.count).reversed() {
      try build.folder.write(Array(journal[..<length]), to: "winnow.staging/journal")
      let whole = ends.count { $0 <= length } - 1
      let kept = try batches(build)
      guard kept == Array(all.prefix(whole)) else { Issue.record("\(length) of \(journal.count) bytes: \(kept.count)"); return }
      let left = try build.folder.read("winnow.staging/journal")
      #expect(left == Array(journal[..<ends[whole]]))
    }
    let staging = try Staging(folder: build.folder.path)
    var part = try build.open(staging)
    #expect(part.count == 20)
    try build.add(&part, upTo: 60)
    try build.commit(&part, to: staging)
    #expect(staging.batches.count == 2)
  }

  @Test func `a changed byte of the journal ends it there, and never traps`() throws {
    var random = SeededGenerator(seed: 8)
    let build = StagedBuild(documents: randomDocuments(30, longestText: 500, using: &random), folder: try TemporaryFolder())
    let journal = try threeBatches(build)
    let kept = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: build.folder.file("winnow.staging"), toPath: kept.file("copy"))
    let all = try batches(build)
    for _ in 0..<200 {
      let place = Int.random(in: 0..<journal.count, using: &random)
      var damaged = journal
      damaged[place] ^= UInt8.random(in: 1...255, using: &random)
      try? FileManager.default.removeItem(atPath: build.folder.file("winnow.staging"))
      try FileManager.default.copyItem(atPath: kept.file("copy"), toPath: build.folder.file("winnow.staging"))
      try build.folder.write(damaged, to: "winnow.staging/journal")
      let line = max(0, journal[..<place].count { $0 == 10 } - 1)
      #expect(try batches(build) == Array(all.prefix(line)))
    }
  }

  @Test func `a changed byte of any file of a batch is found before it is written anywhere`() throws {
    var random = SeededGenerator(seed: 9)
    let build = StagedBuild(documents: randomDocuments(20_000, longestText: 500, using: &random), folder: try TemporaryFolder())
    _ = try threeBatches(build)
    let names = try build.folder.names(in: "winnow.staging").filter { $0 != "journal" }
    #expect(names.count { $0.hasPrefix("identifiers-") } == 3)
    #expect(names.contains("dictionary") && names.contains { $0.hasPrefix("texts-") })
    for name in names where !name.hasPrefix("tail-") || name == "tail-2" {
      let bytes = try build.folder.read("winnow.staging/\(name)")
      var damaged = bytes
      damaged[Int.random(in: 0..<bytes.count, using: &random)] ^= 4
      for wrong in [damaged, Array(bytes.dropLast()), bytes + [0]] {
        try build.folder.write(wrong, to: "winnow.staging/\(name)")
        #expect { try build.publish() } throws: {
          "\($0)".contains("winnow.staging/\(name): damaged") && "\($0)".contains("remove the folder")
        }
      }
      try build.folder.write(bytes, to: "winnow.staging/\(name)")
    }
    _ = try build.publish()
  }

  @Test func `an id of two batches is named with both places`() throws {
    var random = SeededGenerator(seed: 10)
    var documents = randomDocuments(3000, longestText: 20, using: &random)
    documents[2900].id = documents[17].id
    let build = StagedBuild(documents: documents, folder: try TemporaryFolder())
    _ = try threeBatches(build)
    let error = StorageError.duplicateDocument(
      id: documents[17].id, first: DocumentPosition(file: 0, line: 18), second: DocumentPosition(file: 0, line: 2901))
    #expect(throws: error) { try build.publish() }
    #expect(try Staging(folder: build.folder.path).batches.count == 3)
  }

  @Test func `files of a batch that was not committed are removed, and a build without a batch leaves nothing`() throws {
    var random = SeededGenerator(seed: 11)
    let build = StagedBuild(documents: randomDocuments(60, longestText: 50, using: &random), folder: try TemporaryFolder())
    _ = try threeBatches(build)
    let names = try build.folder.names(in: "winnow.staging")
    try build.folder.write([1, 2, 3], to: "winnow.staging/identifiers-3")
    _ = try batches(build)
    #expect(try build.folder.names(in: "winnow.staging") == names)
    let other = try TemporaryFolder()
    do {
      let staging = try Staging(folder: other.path)
      try staging.begin(settings: [:])
      var part = try StagedDocuments(staging, storeTexts: true, threads: 1)
      try part.add(id: "a", text: [1], at: DocumentPosition(file: 0, line: 1))
      _ = try part.seal(durably: false)
    }
    #expect(try other.names() == ["writer.lock"])
  }

  @Test func `what an interrupted removal of a build left is removed`() throws {
    var random = SeededGenerator(seed: 13)
    let build = StagedBuild(documents: randomDocuments(60, longestText: 50, using: &random), folder: try TemporaryFolder())
    _ = try threeBatches(build)
    try FileManager.default.removeItem(atPath: build.folder.file("winnow.staging/journal"))
    #expect(Staging.exists(in: build.folder.path))
    #expect(try batches(build).isEmpty)
    #expect(try build.folder.names() == ["writer.lock"])
    #expect(!Staging.exists(in: build.folder.path))
  }

  @Test func `an unfinished build is told from an index and from nothing, and has one writer`() throws {
    var random = SeededGenerator(seed: 12)
    let build = StagedBuild(documents: randomDocuments(6, longestText: 50, using: &random), folder: try TemporaryFolder())
    _ = try threeBatches(build)
    #expect(throws: StorageError.halfBuilt(path: build.folder.path)) { _ = try Snapshot(folder: build.folder.path) }
    #expect(Staging.exists(in: build.folder.path))
    let first = try Staging(folder: build.folder.path)
    #expect(throws: StorageError.locked(path: build.folder.path, process: Int(getpid()))) {
      _ = try Staging(folder: build.folder.path)
    }
    #expect(first.isUnfinished)
  }
}
