/// Hashing and comparing short byte strings by words of eight bytes, the last of which may overlap the one before.
enum TermHash {
  private static var multiplier: UInt64 { 0x9fb2_1c65_1e98_df25 }

  /// Multiplication and shifts as in MurmurHash64A. Only ever an index into a table: no result depends on it.
  @inline(__always)
  static func of(_ term: ByteRegion) -> UInt32 {
    var hash = UInt64(truncatingIfNeeded: term.count) &* multiplier
    var offset = 0
    while term.count - offset > 8 {
      hash = mix(hash ^ word(term, offset))
      offset += 8
    }
    return UInt32(mix(hash ^ tail(term)) >> 32)
  }

  /// The same for the words of eight bytes of a `WordKey`; 64 bits.
  @inline(__always)
  static func of(_ first: UInt64, _ middle: UInt64, _ last: UInt64, count: Int) -> UInt64 {
    let head = mix(first ^ UInt64(truncatingIfNeeded: count) &* multiplier)
    return count <= 8 ? head : mix(mix(head ^ last) ^ middle)
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value &* multiplier
    return (product ^ product >> 29) &* multiplier
  }

  /// Precondition: as many bytes.
  @inline(__always)
  static func equal(_ left: ByteRegion, _ right: ByteRegion) -> Bool {
    guard left.count == right.count else { return false }
    var offset = 0
    while left.count - offset > 8 {
      if word(left, offset) != word(right, offset) { return false }
      offset += 8
    }
    return tail(left) == tail(right)
  }

  @inline(__always)
  static func word(_ bytes: ByteRegion, _ offset: Int) -> UInt64 {
    unsafe bytes.start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  @inline(__always)
  private static func half(_ bytes: ByteRegion, _ offset: Int) -> UInt64 {
    UInt64(unsafe bytes.start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  @inline(__always)
  private static func byte(_ bytes: ByteRegion, _ offset: Int) -> UInt64 {
    UInt64(unsafe bytes.start.load(fromByteOffset: offset, as: UInt8.self))
  }

  /// The last eight bytes, or all when there are fewer; strings of one length below nine differ in it whenever they differ.
  @inline(__always)
  static func tail(_ bytes: ByteRegion) -> UInt64 {
    let count = bytes.count
    if count >= 8 { return word(bytes, count - 8) }
    if count >= 4 { return half(bytes, 0) | half(bytes, count - 4) << 32 }
    if count == 0 { return 0 }
    return byte(bytes, 0) | byte(bytes, count / 2) << 8 | byte(bytes, count - 1) << 16
  }
}
