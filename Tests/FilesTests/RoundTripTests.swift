import Bytes
import Files
import TestSupport
import Testing

@Suite struct RoundTripTests {
  @Test(arguments: ["plain.txt", "a.gz", "a.zst"], [0, 1, 3, 1000, 300_000, 3_000_000])
  func `what AtomicFile writes ByteReader reads`(name: String, size: Int) throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: UInt64(size) + 7)
    let bytes = random.lines(size)
    var file = try AtomicFile(path: folder.file(name))
    var start = 0
    while start < size {
      let end = min(size, start + Int.random(in: 1...max(1, size / 3), using: &random))
      try file.write(Array(bytes[start..<end]))
      start = end
    }
    #expect(try folder.names().count == 1 && folder.names()[0].hasPrefix("."))
    try file.commit()
    #expect(try folder.names() == [name])
    #expect(try readWhole(path: folder.file(name)) == bytes)
    let digest = Digest()
    digest.update(bytes)
    #expect(try contentDigest(path: folder.file(name)) == digest.hex)
    let reader = try ByteReader(path: folder.file(name))
    #expect(reader.compression == Compression(fileName: name))
  }

  @Test(arguments: ["a.gz", "a.zst"])
  func `concatenated members and frames read as one`(name: String) throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 3)
    var stored: [UInt8] = []
    var expected: [UInt8] = []
    for size in [0, 5, 200_000, 1, 0, 700_000] {
      let bytes = random.lines(size)
      var file = try AtomicFile(path: folder.file(name))
      try file.write(bytes)
      try file.commit()
      stored += try folder.read(name)
      expected += bytes
    }
    let joined = try folder.write(stored, to: "joined.bin")
    #expect(try readWhole(path: joined) == expected)
    var output: [UInt8] = []
    let reader = try ByteReader(path: joined)
    while case let piece = try reader.read(upTo: 777), !piece.isEmpty { output += piece }
    #expect(output == expected)
  }

  @Test func `zero padding after gzip is accepted, other bytes are not`() throws {
    let folder = try TemporaryFolder()
    var file = try AtomicFile(path: folder.file("a.gz"))
    try file.write("hello\n")
    try file.commit()
    let stored = try folder.read("a.gz")
    let padded = try folder.write(stored + [UInt8](repeating: 0, count: 600_000), to: "padded")
    #expect(try readWhole(path: padded) == Array("hello\n".utf8))
    let spoiled = try folder.write(stored + [0, 0, 7], to: "spoiled")
    #expect(
      throws: FilesError.corrupt(
        path: spoiled, compression: .gzip, offset: stored.count + 2, reason: "bytes that are not gzip after the end")
    ) { try readWhole(path: spoiled) }
  }

  @Test func `skippable zstd frames are skipped`() throws {
    let folder = try TemporaryFolder()
    var file = try AtomicFile(path: folder.file("a.zst"))
    try file.write("hello\n")
    try file.commit()
    let skippable: [UInt8] = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]
    let path = try folder.write(skippable + (try folder.read("a.zst")) + skippable, to: "b")
    #expect(try readWhole(path: path) == Array("hello\n".utf8))
  }

  @Test func `content decides, not the name`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("plain text".utf8), to: "a.gz")
    #expect(try readWhole(path: path) == Array("plain text".utf8))
  }
}
