import Bytes
import Storage
import TestSupport
import Testing

/// A document of a test.
struct Sample {
  var id: ByteString
  var text: [UInt8]
}

/// Documents with ids of all kinds and lengths, texts empty, short, repetitive, random and long.
func randomDocuments(_ count: Int, longestText: Int, using random: inout SeededGenerator) -> [Sample] {
  var seen: Set<ByteString> = []
  var documents: [Sample] = []
  let words = (0..<500).map { _ in
    (0..<Int.random(in: 1...9, using: &random)).map { _ in UInt8.random(in: 97...122, using: &random) }
  }
  while documents.count < count {
    let length = Int.random(in: 0...(Int.random(in: 0...20, using: &random) == 0 ? 2000 : 12), using: &random)
    let letters: ClosedRange<UInt8> = Bool.random(using: &random) ? 0...2 : 0...255
    let id = ByteString((0..<length).map { _ in UInt8.random(in: letters, using: &random) })
    guard seen.insert(id).inserted else { continue }
    var text: [UInt8] = []
    let size = Int.random(in: 0...(Int.random(in: 0...50, using: &random) == 0 ? longestText : 600), using: &random)
    if Int.random(in: 0...9, using: &random) == 0 { text = random.bytes(size) }
    while text.count < size { text += words[Int.random(in: 0..<words.count, using: &random)] + [32] }
    documents.append(Sample(id: id, text: text))
  }
  return documents
}

/// Publishes documents alone.
func publish(_ documents: [Sample], in folder: String, storeTexts: Bool = true, threads: Int = 1) throws {
  var writer = try StoreWriter(folder: folder)
  var part = DocumentWriter(storeTexts: storeTexts, threads: threads)
  for (line, document) in documents.enumerated() {
    try part.add(id: document.id, text: document.text, at: DocumentPosition(file: 0, line: line + 1), into: &writer)
  }
  var manifest = Manifest()
  manifest.documents = try part.finish(into: &writer).json
  try writer.publish(manifest)
}

@Suite struct DocumentTests {
  @Test(arguments: [(0, 1), (1, 2), (2, 3), (37, 4), (3000, 5), (20_000, 6)] as [(Int, UInt64)])
  func `random documents come back by number and by id`(count: Int, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let documents = randomDocuments(count, longestText: 200_000, using: &random)
    let folder = try TemporaryFolder()
    try publish(documents, in: folder.path)
    let snapshot = try Snapshot(folder: folder.path)
    try snapshot.verify()
    let store = try DocumentStore(snapshot)
    #expect(store.count == count)
    let ranked = documents.indices.sorted { documents[$0].id < documents[$1].id }
    var ranks = [UInt32](repeating: 0, count: count)
    for (rank, number) in ranked.enumerated() { ranks[number] = UInt32(rank) }
    for (number, document) in documents.enumerated() {
      let asked = UInt32(number)
      guard try store.id(of: asked) == document.id, try store.number(of: document.id) == asked,
        try store.text(of: asked) ?? [] == document.text, store.tieRanks[asked] == ranks[number]
      else {
        Issue.record("document \(number) differs")
        return
      }
    }
    #expect(store.tieRanks[UInt32(count)] == UInt32.max)
    let scattered = (0..<min(count, 500)).map { _ in UInt32.random(in: 0..<UInt32(count), using: &random) }
    #expect(try store.texts(of: scattered) ?? [] == scattered.map { documents[Int($0)].text })
    for id in randomDocuments(200, longestText: 0, using: &random).map(\.id) where !documents.contains(where: { $0.id == id }) {
      #expect(try store.number(of: id) == nil)
    }
  }

  @Test func `the content does not depend on the threads`() throws {
    var random = SeededGenerator(seed: 11)
    let documents = randomDocuments(15_000, longestText: 200_000, using: &random)
    let digests = try [1, 2, 5].map { threads in
      let folder = try TemporaryFolder()
      try publish(documents, in: folder.path, threads: threads)
      return try Snapshot(folder: folder.path).contentDigest()
    }
    #expect(Set(digests).count == 1)
  }

  @Test func `without texts there are ids only`() throws {
    let folder = try TemporaryFolder()
    try publish([Sample(id: "b", text: [1]), Sample(id: "a", text: [2])], in: folder.path, storeTexts: false)
    let store = try DocumentStore(try Snapshot(folder: folder.path))
    #expect(!store.storesTexts)
    #expect(try store.text(of: 0) == nil)
    #expect(try store.texts(of: [0, 1]) == nil)
    #expect(try store.number(of: "a") == 1)
    #expect([store.tieRanks[0], store.tieRanks[1]] == [1, 0])
  }

  @Test func `a duplicate id is an error that names both places`() throws {
    let folder = try TemporaryFolder()
    var writer = try StoreWriter(folder: folder.path)
    var part = DocumentWriter()
    for line in 1...5000 {
      try part.add(id: ByteString("d\(line)"), text: [], at: DocumentPosition(file: 2, line: line), into: &writer)
    }
    let error = #expect(throws: StorageError.self) {
      try part.add(id: "d17", text: [], at: DocumentPosition(file: 3, line: 9), into: &writer)
    }
    let places = (DocumentPosition(file: 2, line: 17), DocumentPosition(file: 3, line: 9))
    #expect(error == .duplicateDocument(id: "d17", first: places.0, second: places.1))
    #expect("\(try #require(error))".contains("line 9 of input 4 was already used at line 17 of input 3"))
  }

  @Test func `ids that only Unicode holds equal are different`() throws {
    let folder = try TemporaryFolder()
    try publish([Sample(id: "\u{e9}", text: []), Sample(id: "e\u{301}", text: [])], in: folder.path)
    let store = try DocumentStore(try Snapshot(folder: folder.path))
    #expect(try store.number(of: "\u{e9}") == 0)
    #expect(try store.number(of: "e\u{301}") == 1)
  }

  @Test func `a number that is no document's is an error`() throws {
    let folder = try TemporaryFolder()
    try publish([Sample(id: "a", text: [])], in: folder.path)
    let store = try DocumentStore(try Snapshot(folder: folder.path))
    #expect(throws: StorageError.self) { try store.id(of: 1) }
    #expect(throws: StorageError.self) { try store.text(of: 1) }
    #expect(throws: StorageError.self) { try store.texts(of: [0, 1]) }
  }

  @Test func `an index without documents says so`() throws {
    let folder = try TemporaryFolder()
    try publish([:] as [ExtentKey: Written], in: folder.path)
    #expect(throws: StorageError.self) { try DocumentStore(try Snapshot(folder: folder.path)) }
  }
}
