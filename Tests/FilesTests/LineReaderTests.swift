import Files
import TestSupport
import Testing

@Suite struct LineReaderTests {
  private func lines(_ path: String, strip: Bool = false) throws -> [[UInt8]] {
    var reader = try LineReader(path: path, strippingCarriageReturn: strip)
    var result: [[UInt8]] = []
    while let line = try reader.next() {
      result.append(Array(line.bytes))
      #expect(line.number == result.count)
    }
    return result
  }

  /// The slow twin.
  private func slowLines(_ bytes: [UInt8], strip: Bool) -> [[UInt8]] {
    var result = bytes.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) }
    if result.last == [] { result.removeLast() }
    if strip { result = result.map { $0.last == 13 ? Array($0.dropLast()) : $0 } }
    return result
  }

  @Test(arguments: 0..<40)
  func `random files give the lines a naive split gives`(seed: Int) throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: UInt64(seed))
    let sizes = [0, 1, 2, 10, 1000, 262_144, 262_145, 600_000]
    let bytes = random.lines(sizes[seed % sizes.count])
    let path = folder.file(["a", "a.gz", "a.zst"][seed % 3])
    var file = try AtomicFile(path: path)
    try file.write(bytes)
    try file.commit()
    for strip in [false, true] {
      let expected = slowLines(bytes, strip: strip)
      #expect(try lines(path, strip: strip) == expected)
    }
  }

  @Test func `a line of 100 MB is one line`() throws {
    let folder = try TemporaryFolder()
    let long = [UInt8](repeating: 120, count: 100 << 20)
    let path = try folder.write([97, 10] + long + [10, 98], to: "long")
    let read = try lines(path)
    #expect(read.count == 3 && read[0] == [97] && read[1] == long && read[2] == [98])
  }

  @Test(arguments: [1, 2, 3, 7, 64, 100_000], 0..<6)
  func `blocks are whole records and add up to the file`(size: Int, seed: Int) throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: UInt64(seed))
    let bytes = random.lines(Int.random(in: 0...3000, using: &random))
    let path = try folder.write(bytes, to: "a")
    let end: BlockReader.RecordEnd = seed % 2 == 0 ? .line : .marker([97, 98])
    var blocks = BlockReader(try ByteReader(path: path), recordEnd: end, blockSize: size)
    var joined: [UInt8] = []
    while let block = try blocks.next() {
      #expect(block.firstLine == 1 + joined.count { $0 == 10 })
      joined += block.bytes
      #expect(block.isLast == (joined.count == bytes.count))
      if !block.isLast {
        if seed % 2 == 0 { #expect(block.bytes.last == 10) } else { #expect(block.bytes.suffix(2) == [97, 98]) }
      }
    }
    #expect(joined == bytes)
  }
}

@Suite struct ByteSearchTests {
  @Test func `searches and counts agree with naive ones`() {
    var random = SeededGenerator(seed: 31)
    for round in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...(round % 50 == 0 ? 9000 : 70), using: &random)).map { _ in
        Bool.random(using: &random) ? UInt8.random(in: 9...11, using: &random) : UInt8.random(in: 0...255, using: &random)
      }
      let start = Int.random(in: 0...bytes.count, using: &random)
      let range = start..<Int.random(in: start...bytes.count, using: &random)
      for byte: UInt8 in [0, 10, 138, 255] {
        #expect(ByteSearch.count(byte, in: bytes.span) == bytes.count { $0 == byte })
        #expect(ByteSearch.first(byte, in: bytes.span, range) == bytes[range].firstIndex(of: byte))
        #expect(ByteSearch.last(byte, in: bytes.span, range) == bytes[range].lastIndex(of: byte))
      }
    }
  }
}
