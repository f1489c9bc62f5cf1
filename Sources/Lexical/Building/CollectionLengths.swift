/// The lengths of all documents as the store keeps them, and what is counted over them.
struct CollectionLengths {
  /// `LengthNorm` byte of every document.
  private(set) var norms: [UInt8] = []
  /// Counts; terms are not counted yet.
  private(set) var statistics = LexicalStatistics()
  private let parts: [ByteRegion]
  /// The greatest difference between a length and the least one with the same norm.
  private var greatest: UInt32 = 0

  /// The lengths in some regions, one behind the other: 32-bit integers, lowest byte first. Whoever made the regions keeps them alive.
  init(_ parts: [ByteRegion]) {
    self.parts = parts
    statistics.documents = parts.reduce(0) { $0 + $1.count / 4 }
    norms.reserveCapacity(statistics.documents)
    forEach(in: parts) { length in
      let norm = LengthNorm.encode(length)
      norms.append(norm)
      greatest = max(greatest, length - LengthNorm.decode(norm))
      statistics.nonEmptyDocuments += length > 0 ? 1 : 0
      statistics.totalTerms += Int(length)
    }
  }

  /// Number of documents.
  var count: Int { norms.count }

  /// The payload of the extent `lengths`: what each length has above the least one with its norm, little-endian, all in one byte, two or four.
  var packed: [UInt8] {
    let width = greatest <= UInt32(UInt8.max) ? 1 : greatest <= UInt32(UInt16.max) ? 2 : 4
    let least = LengthNorm.lengths
    var bytes: [UInt8] = []
    bytes.reserveCapacity(width * count)
    forEach(in: parts) { length in
      let length = length - least[Int(LengthNorm.encode(length))]
      for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: length >> UInt32(8 * byte))) }
    }
    return bytes
  }
}

/// Every 32-bit integer of some regions.
private func forEach(in parts: [ByteRegion], _ body: (UInt32) -> Void) {
  for part in parts {
    for offset in stride(from: 0, to: part.count - 3, by: 4) { body(part.uint32(at: offset)) }
  }
}
