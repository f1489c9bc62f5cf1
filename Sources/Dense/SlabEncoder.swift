internal import Tensors

/// Turns checked vectors into the bytes of slabs.
struct SlabEncoder {
  let layout: VectorLayout

  /// The payload of a slab. `first` is the number of the first row's document.
  /// - Throws: `DenseError.length` for vectors whose numbers the store cannot hold.
  func payload(_ rows: [Float], first: Int) throws -> [UInt8] {
    switch layout.store {
    case .fp32: return rows.withUnsafeBytesCopied()
    case .fp16: return try halves(rows, first: first)
    case .int8: return try codes(rows, first: first)
    }
  }

  private func halves(_ rows: [Float], first: Int) throws(DenseError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 2 * rows.count)
    for row in 0..<rows.count / layout.dimension {
      var any: UInt16 = 0
      for place in row * layout.dimension..<(row + 1) * layout.dimension {
        let half = Float16(rows[place])
        guard half.isFinite else { throw .length(document: first + row, store: .fp16) }
        any |= half.bitPattern
        bytes[2 * place] = UInt8(truncatingIfNeeded: half.bitPattern)
        bytes[2 * place + 1] = UInt8(truncatingIfNeeded: half.bitPattern >> 8)
      }
      // All numbers were rounded to zero.
      guard any & 0x7fff != 0 else { throw .length(document: first + row, store: .fp16) }
    }
    return bytes
  }

  private func codes(_ rows: [Float], first: Int) throws(DenseError) -> [UInt8] {
    let count = rows.count / layout.dimension
    var bytes = [UInt8](repeating: 0, count: layout.slabBytes(rows: count))
    let scales = layout.scalesOffset(rows: count)
    for row in 0..<count {
      let coded = CodedVector(rows[row * layout.dimension..<(row + 1) * layout.dimension])
      for (place, code) in coded.codes.enumerated() { bytes[row * layout.dimension + place] = UInt8(bitPattern: code) }
      bytes.store(coded.scale.bitPattern, at: scales + 4 * row)
    }
    return bytes
  }
}

extension [Float] {
  /// The numbers' bytes, little-endian.
  fileprivate func withUnsafeBytesCopied() -> [UInt8] {
    unsafe withUnsafeBytes { unsafe [UInt8]($0) }
  }
}

extension [UInt8] {
  /// Stores a number of four bytes, little-endian.
  mutating func store(_ bits: UInt32, at place: Int) {
    for byte in 0..<4 { self[place + byte] = UInt8(truncatingIfNeeded: bits >> (8 * UInt32(byte))) }
  }
}
