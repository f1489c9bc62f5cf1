import Bytes
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct WritingTests {
  @Test func `a second writer is refused with the first one's process`() throws {
    let folder = try TemporaryFolder()
    let first = try StoreWriter(folder: folder.path)
    #expect(throws: StorageError.locked(path: folder.path, process: Int(getpid()))) { _ = try StoreWriter(folder: folder.path) }
    try first.publish(Manifest())
    try StoreWriter(folder: folder.path).publish(Manifest())
  }

  @Test func `a writer that is dropped leaves the published index and no file of its own`() throws {
    let folder = try TemporaryFolder()
    try publish([ExtentKey(.lexical): Written(firstItem: 0, itemCount: 1, payload: [1])], in: folder.path)
    let before = try folder.read("winnow.mdb")
    do {
      var writer = try StoreWriter(folder: folder.path, dirtyBytes: 1)
      try writer.append(ExtentKey(.lexical), itemCount: 1, payload: [2])
      #expect(try folder.names().contains("winnow.mdb.building"))
    }
    #expect(try folder.names() == ["winnow.mdb", "writer.lock"])
    #expect(try folder.read("winnow.mdb") == before)
  }

  @Test func `keys out of order, unstorable names and the manifest's part are refused`() throws {
    let folder = try TemporaryFolder()
    var writer = try StoreWriter(folder: folder.path)
    try writer.append(ExtentKey(.lexical, "b", number: 1), itemCount: 0, payload: [])
    for key in [
      ExtentKey(.lexical, "b", number: 1), ExtentKey(.lexical, "b"), ExtentKey(.lexical, "a", number: 9),
      ExtentKey(.documents, "z"),
      ExtentKey(.lexical, ByteString([UInt8](repeating: 99, count: 501))), ExtentKey(.lexical, ByteString([99, 0])),
      ExtentKey(.manifest),
    ] {
      #expect(throws: StorageError.self) { try writer.append(key, itemCount: 0, payload: []) }
    }
    try writer.append(ExtentKey(.lexical, ByteString([UInt8](repeating: 99, count: 500))), itemCount: 0, payload: [])
    try writer.publish(Manifest())
    try Snapshot(folder: folder.path).verify()
  }

  @Test func `the address space used up is an error with the key`() throws {
    let folder = try TemporaryFolder()
    var writer = try StoreWriter(folder: folder.path, dirtyBytes: 1 << 26, mapBytes: 1 << 20)
    let error = #expect(throws: StorageError.self) {
      for number in 0..<100 as Range<UInt32> {
        try writer.append(ExtentKey(.dense, number: number), itemCount: 0, payload: [UInt8](repeating: 1, count: 50_000))
      }
    }
    guard case .mapFull(_, .some, 1 << 20) = error else { Issue.record("\(String(describing: error))"); return }
  }

  @Test func `a manifest comes back as it was`() throws {
    let folder = try TemporaryFolder()
    var manifest = Manifest()
    manifest.recipe = ["analyzer": "english-porter-1", "quoted": "a\"b\\c\u{e9}", "k": 17]
    manifest.digests = ["input": "0123"]
    manifest.lexical = ["documents": 3, "terms": [1, 2, nil, true]]
    manifest.dense = ["minilm": ["model": "abc", "dimension": 384]]
    try publish([ExtentKey(.lexical): Written(firstItem: 0, itemCount: 1, payload: [1])], in: folder.path, manifest: manifest)
    let read = try Snapshot(folder: folder.path).manifest
    #expect(read.recipe == manifest.recipe && read.digests == manifest.digests)
    #expect(read.lexical == manifest.lexical && read.dense == manifest.dense)
    #expect(read.contents.extents == 1)
  }

  @Test func `a build that is killed leaves the published index, and the next build works`() async throws {
    let folder = try TemporaryFolder()
    try publish([ExtentKey(.lexical): Written(firstItem: 0, itemCount: 1, payload: [1])], in: folder.path)
    let path = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      var writer = try StoreWriter(folder: path, dirtyBytes: 1)
      try writer.append(ExtentKey(.lexical), itemCount: 1, payload: [2])
      kill(getpid(), SIGKILL)
    }
    #expect(try folder.names() == ["winnow.mdb", "winnow.mdb.building", "writer.lock"])
    try Snapshot(folder: path).verify()
    try publish([ExtentKey(.lexical): Written(firstItem: 0, itemCount: 1, payload: [3])], in: path)
    #expect(try Snapshot(folder: path).require(ExtentKey(.lexical)).written.payload == [3])
    #expect(try folder.names() == ["winnow.mdb", "writer.lock"])
  }
}
