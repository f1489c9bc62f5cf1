import Bytes
import Storage
import TestSupport
import Testing

/// A small index with every part, as its file's bytes.
private func smallIndex(seed: UInt64) throws -> [UInt8] {
  var random = SeededGenerator(seed: seed)
  let folder = try TemporaryFolder()
  var writer = try StoreWriter(folder: folder.path, dirtyBytes: 1 << 14)
  var part = DocumentWriter()
  for (line, document) in randomDocuments(200, longestText: 2000, using: &random).enumerated() {
    try part.add(id: document.id, text: document.text, at: DocumentPosition(file: 0, line: line), into: &writer)
  }
  var manifest = Manifest()
  manifest.documents = try part.finish(into: &writer).json
  for number in 0..<60 as Range<UInt32> {
    try writer.append(ExtentKey(.lexical, "postings", number: number), itemCount: 3, payload: random.bytes(Int(number) * 20))
  }
  try writer.publish(manifest)
  return try folder.read("winnow.mdb")
}

/// The offset of every payload in a file: its extent's header begins with the magic, 16 bytes into a page.
private func payloads(_ file: [UInt8]) -> [Range<Int>] {
  stride(from: 0, to: file.count, by: 4096).compactMap { page in
    guard file[(page + 16)...].starts(with: Array("WNWX".utf8)) else { return nil }
    let size = (0..<8).reduce(0) { $0 | Int(file[page + 16 + 24 + $1]) << (8 * $1) }
    return page + 64..<page + 64 + size
  }
}

@Suite struct DamageTests {
  /// Nil when the index opens and verifies.
  private func flaw(_ folder: TemporaryFolder) -> StorageError? {
    do { try Snapshot(folder: folder.path).verify() } catch let error as StorageError { return error } catch {
      Issue.record(error)
    }
    return nil
  }

  @Test func `a flipped bit in any payload is found`() throws {
    var random = SeededGenerator(seed: 21)
    let file = try smallIndex(seed: 20)
    let folder = try TemporaryFolder()
    let places = payloads(file)
    #expect(places.count == 60 + 3 + 1)
    for place in places where !place.isEmpty {
      var damaged = file
      damaged[Int.random(in: place, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      try folder.write(damaged, to: "winnow.mdb")
      #expect(flaw(folder) != nil)
    }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `a byte changed anywhere is found or changes nothing, and never traps`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let file = try smallIndex(seed: 20)
    let folder = try TemporaryFolder()
    try folder.write(file, to: "winnow.mdb")
    let digest = try Snapshot(folder: folder.path).contentDigest()
    for _ in 0..<250 {
      var damaged = file
      let tree = Int.random(in: 0...1, using: &random) == 0  // half of them in pages that hold no payload
      let page = tree ? treePages(file).randomElement(using: &random)! : Int.random(in: 0..<file.count / 4096, using: &random)
      damaged[page * 4096 + Int.random(in: 0..<(tree ? 200 : 4096), using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      try folder.write(damaged, to: "winnow.mdb")
      if flaw(folder) == nil { #expect(try Snapshot(folder: folder.path).contentDigest() == digest) }
    }
  }

  private func treePages(_ file: [UInt8]) -> [Int] {
    (0..<file.count / 4096).filter { [1, 2, 8].contains(file[$0 * 4096 + 10]) && file[$0 * 4096 + 11] == 0 }
  }

  @Test func `a file cut short is an error`() throws {
    var random = SeededGenerator(seed: 22)
    let file = try smallIndex(seed: 20)
    let folder = try TemporaryFolder()
    for length in [1, 100, 4095, 4096, 8191, 8192, file.count - 4096, file.count - 1]
      + (0..<50).map({ _ in Int.random(in: 1..<file.count, using: &random) })
    {
      try folder.write(Array(file[..<length]), to: "winnow.mdb")
      guard case .truncated(_, let bytes, let needed) = flaw(folder) else {
        Issue.record("cut to \(length) bytes: \(String(describing: flaw(folder)))")
        continue
      }
      #expect(bytes <= length && needed > bytes)
    }
  }

  @Test func `another format version is named`() throws {
    var file = try smallIndex(seed: 20)
    let folder = try TemporaryFolder()
    for place in payloads(file) { file[place.lowerBound - 44] = 7 }
    try folder.write(file, to: "winnow.mdb")
    #expect(flaw(folder) == .otherFormat(path: folder.file("winnow.mdb"), found: 7, supported: Manifest.formatVersion))
    #expect(flaw(folder)?.description.contains("rebuild") == true)
  }

  @Test func `an extent that was left out is found`() throws {
    let folder = try TemporaryFolder()
    try folder.write(try smallIndex(seed: 20), to: "winnow.mdb")
    let whole = try Snapshot(folder: folder.path)
    let other = try TemporaryFolder()
    var writer = try StoreWriter(folder: other.path)
    try writer.copy(.documents, name: "identifiers", from: whole)
    try writer.copy(.lexical, from: whole)
    try writer.publish(whole.manifest)
    #expect(flaw(other) == .missingExtent(path: other.file("winnow.mdb"), key: ExtentKey(.documents, "ranks")))
  }

  @Test func `a copy does not hide damage`() throws {
    var file = try smallIndex(seed: 20)
    let folder = try TemporaryFolder()
    file[payloads(file)[30].lowerBound] ^= 1
    try folder.write(file, to: "winnow.mdb")
    let source = try Snapshot(folder: folder.path)
    var writer = try StoreWriter(folder: folder.path)
    #expect(throws: StorageError.self) { try writer.copy(.lexical, from: source) }
  }
}
