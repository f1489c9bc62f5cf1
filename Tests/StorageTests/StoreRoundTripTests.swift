import Bytes
import Storage
import TestSupport
import Testing

/// An extent as a test remembers it.
struct Written: Equatable {
  var firstItem: UInt64
  var itemCount: Int
  var payload: [UInt8]
}

/// Random extents under random keys of all parts, a few large ones among them.
func randomExtents(_ count: Int, largest: Int, using random: inout SeededGenerator) -> [ExtentKey: Written] {
  var extents: [ExtentKey: Written] = [:]
  let parts: [Part] = [.documents, .lexical, .dense]
  for _ in 0..<count {
    let name = ByteString((0..<Int.random(in: 0...6, using: &random)).map { _ in UInt8.random(in: 1...255, using: &random) })
    let number =
      Bool.random(using: &random) ? UInt32.random(in: 0...3, using: &random) : UInt32.random(in: 0...UInt32.max, using: &random)
    let size = Int.random(in: 0...(Int.random(in: 0...9, using: &random) == 0 ? largest : 5000), using: &random)
    let key = ExtentKey(parts[Int.random(in: 0...2, using: &random)], name, number: number)
    extents[key] = Written(
      firstItem: random.next(), itemCount: Int.random(in: 0...1 << 40, using: &random), payload: random.bytes(size))
  }
  return extents
}

/// Writes and publishes extents in key order.
func publish(_ extents: [ExtentKey: Written], in folder: String, dirtyBytes: Int = 64 << 20, manifest: Manifest = Manifest())
  throws
{
  var writer = try StoreWriter(folder: folder, dirtyBytes: dirtyBytes)
  for (key, written) in extents.sorted(by: { $0.key < $1.key }) {
    try writer.append(key, firstItem: written.firstItem, itemCount: written.itemCount, payload: written.payload)
  }
  try writer.publish(manifest)
}

extension MappedExtent {
  var written: Written {
    let payload = uint8s
    return Written(firstItem: firstItem, itemCount: itemCount, payload: payload.indices.map { payload[$0] })
  }
}

@Suite struct StoreRoundTripTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `random extents come back under their keys, in key order`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    let extents = randomExtents(300, largest: 100_000, using: &random)
    try publish(extents, in: folder.path, dirtyBytes: 1 << Int.random(in: 12...20, using: &random))
    let snapshot = try Snapshot(folder: folder.path)
    for (key, written) in extents { #expect(try snapshot.require(key).written == written) }
    for part in [Part.documents, .lexical, .dense] {
      #expect(try snapshot.keys(of: part) == extents.keys.filter { $0.part == part }.sorted())
      for name in Set(extents.keys.map(\.name)) {
        #expect(try snapshot.keys(of: part, name: name) == extents.keys.filter { $0.part == part && $0.name == name }.sorted())
      }
    }
    try snapshot.verify()
  }

  @Test func `an extent that is not there is nil, or an error with its key`() throws {
    let folder = try TemporaryFolder()
    try publish([:], in: folder.path)
    let snapshot = try Snapshot(folder: folder.path)
    #expect(try snapshot.extent(ExtentKey(.lexical, "x")) == nil)
    #expect(throws: StorageError.missingExtent(path: folder.file("winnow.mdb"), key: ExtentKey(.lexical, "x"))) {
      try snapshot.require(ExtentKey(.lexical, "x"))
    }
  }

  @Test func `payloads are 64-byte aligned whatever their size`() throws {
    let folder = try TemporaryFolder()
    var writer = try StoreWriter(folder: folder.path)
    for size in 0..<200 {
      try writer.append(ExtentKey(.dense, number: UInt32(size)), itemCount: 0, payload: [UInt8](repeating: 7, count: size * 37))
    }
    try writer.publish(Manifest())
    let snapshot = try Snapshot(folder: folder.path)
    for key in try snapshot.keys(of: .dense) {
      let extent = try snapshot.require(key)
      let floats = extent.floats
      let address = unsafe floats.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
      #expect(address % 64 == 0)
    }
  }

  @Test func `equal extents make equal content, whatever is committed when`() throws {
    var random = SeededGenerator(seed: 9)
    let extents = randomExtents(200, largest: 50_000, using: &random)
    let digests = try [1 << 12, 1 << 16, 1 << 26].map { dirtyBytes in
      let folder = try TemporaryFolder()
      try publish(extents, in: folder.path, dirtyBytes: dirtyBytes)
      return try Snapshot(folder: folder.path).contentDigest()
    }
    #expect(Set(digests).count == 1)
  }

  @Test func `a part copied from another index is the same part`() throws {
    var random = SeededGenerator(seed: 10)
    let folder = try TemporaryFolder()
    let extents = randomExtents(200, largest: 50_000, using: &random)
    try publish(extents, in: folder.path)
    let old = try Snapshot(folder: folder.path)
    var writer = try StoreWriter(folder: folder.path)
    for part in [Part.documents, .lexical, .dense] { try writer.copy(part, from: old) }
    try writer.publish(old.manifest)
    let new = try Snapshot(folder: folder.path)
    #expect(try new.contentDigest() == old.contentDigest())
    try new.verify()
    try old.verify()
  }
}
