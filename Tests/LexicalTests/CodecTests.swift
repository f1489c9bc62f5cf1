import Lexical
import TestSupport
import Testing

/// A region over an array's bytes, while `body` runs.
func withRegion<Value>(_ bytes: [UInt8], _ body: (ByteRegion) throws -> Value) rethrows -> Value {
  try unsafe bytes.withUnsafeBytes { buffer in
    guard let base = buffer.baseAddress else { return try body(.empty) }
    return try body(unsafe ByteRegion(start: base, count: buffer.count))
  }
}

@Suite struct `codecs` {
  @Test(arguments: 0...32) func `bit packing round trips at every width`(width: Int) {
    var generator = SeededGenerator(seed: UInt64(width))
    let mask = width == 32 ? UInt32.max : (1 << UInt32(width)) - 1
    for _ in 0..<20 {
      let values = (0..<128).map { _ in UInt32(truncatingIfNeeded: generator.next()) & mask }
      var bytes: [UInt8] = []
      BitPacking.pack(values, width: width, into: &bytes)
      #expect(bytes.count == 16 * width)
      var unpacked = [UInt32](repeating: 7, count: 128)
      withRegion(bytes) { unsafe BitPacking.unpack($0.start, width: width, into: &unpacked) }
      #expect(unpacked == values)
    }
  }

  @Test func `variable-length integers round trip`() {
    var generator = SeededGenerator(seed: 1)
    let values = (0..<1000).map { _ in generator.next() >> UInt64.random(in: 0..<64, using: &generator) } + [0, 127, 128, .max]
    var bytes: [UInt8] = []
    for value in values { VarByte.append(value, to: &bytes) }
    withRegion(bytes) { region in
      var cursor = ByteCursor(region)
      #expect(values.allSatisfy { cursor.integer() == $0 })
      #expect(cursor.remaining == 0 && !cursor.failed)
      #expect(cursor.integer() == 0 && cursor.failed)
    }
  }

  /// Postings with gaps up to `gap`.
  private func postings(_ count: Int, gap: UInt32, _ generator: inout SeededGenerator) -> (
    documents: [UInt32], frequencies: [UInt32]
  ) {
    var document: UInt32 = 0
    let documents = (0..<count).map { _ in
      document += UInt32.random(in: 0...gap, using: &generator)
      defer { document += 1 }
      return document
    }
    return (documents, documents.map { _ in generator.next() % 4 > 0 ? 1 : UInt32.random(in: 1...70_000, using: &generator) })
  }

  @Test(arguments: [1, 2, 127, 128], [0, 1, 300, 12_000_000] as [UInt32]) func `blocks round trip`(count: Int, gap: UInt32) {
    var generator = SeededGenerator(seed: UInt64(count) + UInt64(gap))
    let (documents, frequencies) = postings(count, gap: gap, &generator)
    var bytes: [UInt8] = []
    PostingsBlock.append(documents[...], frequencies[...], base: 0, to: &bytes)
    let decoded = withRegion(bytes) { decode($0, count: count, limit: documents[count - 1]) }
    #expect(decoded?.documents == documents)
    #expect(decoded?.frequencies == frequencies)
  }

  @Test func `frequencies round trip whether few or many are large`() {
    var generator = SeededGenerator(seed: 4)
    for large in 0...128 {
      for bits in [1, 7, 8, 9, 30] as [UInt32] {
        let documents = (0..<128).map { UInt32(3 * $0) }
        let places = Set((0..<128).shuffled(using: &generator).prefix(large))
        let frequencies = (0..<128).map { place in
          1 + UInt32.random(in: 0..<3, using: &generator) + (places.contains(place) ? 1 << bits : 0)
        }
        var bytes: [UInt8] = []
        PostingsBlock.append(documents[...], frequencies[...], base: 0, to: &bytes)
        #expect(withRegion(bytes) { decode($0, count: 128, limit: 381) }?.frequencies == frequencies)
      }
    }
  }

  private func decode(_ region: ByteRegion, count: Int, limit: UInt32) -> (documents: [UInt32], frequencies: [UInt32])? {
    var documents = [UInt32](repeating: 0, count: 128)
    var frequencies = [UInt32](repeating: 0, count: 128)
    guard
      let contents = unsafe PostingsBlock.decode(region, count: count, base: 0, limit: limit, into: &documents, &frequencies)
    else { return nil }
    if let pending = contents.pendingFrequencies {
      unsafe PostingsBlock.unpackFrequencies(pending, into: &frequencies)
    }
    if frequencies[..<count].contains(where: { $0 > contents.greatestFrequency }) { return nil }
    return (Array(documents[..<count]), Array(frequencies[..<count]))
  }

  @Test func `damaged blocks are refused or stay within the limit`() {
    var generator = SeededGenerator(seed: 5)
    for round in 0..<2000 {
      let count = round % 2 == 0 ? 128 : 1 + round % 127
      let (documents, frequencies) = postings(count, gap: 1 << UInt32(round % 24), &generator)
      var bytes: [UInt8] = []
      PostingsBlock.append(documents[...], frequencies[...], base: 0, to: &bytes)
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8(truncatingIfNeeded: generator.next())
      let limit = documents[count - 1]
      guard let decoded = withRegion(bytes, { decode($0, count: count, limit: limit) }) else { continue }
      #expect(decoded.documents.allSatisfy { $0 <= limit })
      #expect(zip(decoded.documents, decoded.documents.dropFirst()).allSatisfy { $0 <= $1 })
    }
  }

  @Test func `impacts keep exactly the pairs nothing dominates`() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<300 {
      let pairs = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
        (frequency: UInt32.random(in: 1...9, using: &generator), norm: UInt8.random(in: 0...20, using: &generator))
      }
      var impacts = Impacts()
      for pair in pairs { impacts.add(frequency: pair.frequency, norm: pair.norm) }
      let maximal = pairs.filter { pair in
        !pairs.contains { $0.frequency >= pair.frequency && $0.norm <= pair.norm && $0 != pair }
      }
      let expected = Set(maximal.map { [UInt32($0.norm), $0.frequency] })
      #expect(impacts.pairs.map { [UInt32($0.norm), $0.frequency] } == expected.sorted { $0[0] < $1[0] })
    }
  }
}
