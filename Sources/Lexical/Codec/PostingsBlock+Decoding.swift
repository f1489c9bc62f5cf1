extension PostingsBlock {
  /// What is known of a decoded block.
  package struct Contents {
    /// No frequency is above this.
    package var greatestFrequency: UInt32
    /// Packed frequencies still to be unpacked; nil when they are there already.
    package var pendingFrequencies: PackedFrequencies?
  }

  /// Frequencies of a full block as they are stored.
  package struct PackedFrequencies {
    let bytes: ByteRegion
    let token: UInt8
  }

  /// Unpacks documents, and frequencies too unless they are packed apart (then `unpackFrequencies` does it on demand).
  ///
  /// `documents` and `frequencies` have room for 128; `count` is 1...128. The documents are non-decreasing and in `base...limit`, whatever the
  /// bytes are; nil when the bytes cannot be such a block. Precondition: `limit` < 2^31.
  @unsafe package static func decode(
    _ bytes: ByteRegion, count: Int, base: UInt32, limit: UInt32,
    into documents: UnsafeMutablePointer<UInt32>, _ frequencies: UnsafeMutablePointer<UInt32>
  ) -> Contents? {
    guard count == BitPacking.blockSize else {
      return unsafe decodeVarBytes(bytes, count: count, base: base, limit: limit, into: documents, frequencies)
    }
    guard bytes.count >= 2, base <= limit else { return nil }
    let tokens = unsafe (bytes.start.load(as: UInt8.self), bytes.start.load(fromByteOffset: 1, as: UInt8.self))
    let gapBytes = PatchedPacking.byteCount(tokens.0)
    guard bytes.count == 2 + gapBytes + PatchedPacking.byteCount(tokens.1) else { return nil }
    unsafe PatchedPacking.unpack(ByteRegion(start: bytes.start + 2, count: gapBytes), token: tokens.0, into: documents)
    let sound = unsafe sumGaps(documents, base: base, checked: PatchedPacking.mayPass24Bits(tokens.0))
    guard sound, unsafe documents[BitPacking.blockSize - 1] <= limit else { return nil }
    let rest = unsafe ByteRegion(start: bytes.start + 2 + gapBytes, count: bytes.count - 2 - gapBytes)
    guard let bound = unsafe PatchedPacking.bound(rest, token: tokens.1), bound < .max else { return nil }
    return Contents(greatestFrequency: bound + 1, pendingFrequencies: PackedFrequencies(bytes: rest, token: tokens.1))
  }

  /// Unpacks the frequencies of a full block; room for 128.
  @unsafe package static func unpackFrequencies(
    _ packed: PackedFrequencies, into frequencies: UnsafeMutablePointer<UInt32>
  ) {
    unsafe PatchedPacking.unpack(packed.bytes, token: packed.token, into: frequencies)
    for row in 0..<(BitPacking.blockSize / 4) {
      let raw = UnsafeMutableRawPointer(frequencies)
      let values = unsafe raw.loadUnaligned(fromByteOffset: row &* 16, as: SIMD4<UInt32>.self)
      unsafe raw.storeBytes(of: values &+ 1, toByteOffset: row &* 16, as: SIMD4<UInt32>.self)
    }
  }

  /// Turns 128 gaps into documents. Gaps of up to 24 bits cannot overflow (2^31 + 128 * 2^24 = 2^32); wider ones are summed with a check.
  private static func sumGaps(_ documents: UnsafeMutablePointer<UInt32>, base: UInt32, checked: Bool) -> Bool {
    if checked { return unsafe sumWideGaps(documents, base: base) }
    unsafe PostingsKernels.fastest.sumGaps(documents, base: base)
    return true
  }

  private static func sumWideGaps(_ documents: UnsafeMutablePointer<UInt32>, base: UInt32) -> Bool {
    var next = UInt64(base)
    for index in 0..<BitPacking.blockSize {
      next += UInt64(unsafe documents[index])
      guard next < 1 << 31 else { return false }
      unsafe documents[index] = UInt32(next)
      next += 1
    }
    return true
  }

  private static func decodeVarBytes(
    _ bytes: ByteRegion, count: Int, base: UInt32, limit: UInt32,
    into documents: UnsafeMutablePointer<UInt32>, _ frequencies: UnsafeMutablePointer<UInt32>
  ) -> Contents? {
    var cursor = ByteCursor(bytes)
    var next = UInt64(base)
    var greatest: UInt32 = 1
    for index in 0..<count {
      let code = cursor.integer()
      next = next &+ (code >> 1)
      let frequency = code & 1 == 0 ? 1 : cursor.integer() &+ 2
      guard next <= UInt64(limit), frequency >= 1, frequency <= UInt64(UInt32.max) else { return nil }
      unsafe documents[index] = UInt32(next)
      unsafe frequencies[index] = UInt32(frequency)
      greatest = max(greatest, UInt32(frequency))
      next += 1
    }
    guard !cursor.failed, cursor.remaining == 0 else { return nil }
    return Contents(greatestFrequency: greatest, pendingFrequencies: nil)
  }
}
