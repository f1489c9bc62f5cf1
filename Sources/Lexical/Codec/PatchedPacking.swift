/// Bit packing with exceptions: most of 128 integers in few bits each, and of at most seven others the rest of their bits apart.
///
/// A token `exceptions << 5 | width`, kept by the caller; then `BitPacking` of the low bits; then for each exception its place and its high
/// bits, a byte each. Source: Zukowski et al., "Super-scalar RAM-CPU cache compression", ICDE 2006 (PFOR); the limits are those of Lucene's `PForUtil`.
enum PatchedPacking {
  static let mostExceptions = 7

  /// The width that a token asks for.
  @inline(__always)
  static func width(_ token: UInt8) -> Int { Int(token & 31) }

  /// The number of exceptions that a token announces.
  @inline(__always)
  static func exceptions(_ token: UInt8) -> Int { Int(token >> 5) }

  /// Bytes behind a token.
  @inline(__always)
  static func byteCount(_ token: UInt8) -> Int { 16 &* width(token) &+ 2 &* exceptions(token) }

  /// False when no integer can have more than 24 bits.
  @inline(__always)
  static func mayPass24Bits(_ token: UInt8) -> Bool { width(token) > (exceptions(token) == 0 ? 24 : 16) }

  /// Appends 128 integers below 2^31 in the fewest bytes; returns the token.
  static func append(_ values: [UInt32], to bytes: inout [UInt8]) -> UInt8 {
    let (width, exceptions) = choose(values)
    let mask: UInt32 = (1 << UInt32(width)) &- 1
    BitPacking.pack(exceptions == 0 ? values : values.map { $0 & mask }, width: width, into: &bytes)
    if exceptions > 0 {
      for (place, value) in values.enumerated() where value > mask {
        bytes.append(UInt8(place))
        bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(width)))
      }
    }
    return UInt8(exceptions << 5 | width)
  }

  /// The cheapest width, and how many integers need more; the greatest of equally cheap ones, which has the fewest exceptions.
  private static func choose(_ values: [UInt32]) -> (width: Int, exceptions: Int) {
    let greatest = BitPacking.width(of: values)
    if greatest == 0 { return (0, 0) }
    var ofWidth = [Int](repeating: 0, count: 33)
    for value in values { ofWidth[32 - value.leadingZeroBitCount] += 1 }
    var best = (width: greatest, exceptions: 0)
    var exceptions = 0
    for width in stride(from: greatest - 1, through: max(0, greatest - 8), by: -1) {
      exceptions += ofWidth[width + 1]
      if exceptions > mostExceptions { break }
      if 16 * width + 2 * exceptions < 16 * best.width + 2 * best.exceptions { best = (width, exceptions) }
    }
    return best
  }

  /// Unpacks 128 integers. Preconditions: `bytes` are as many as the token says, `output` has room for 128.
  @unsafe static func unpack(_ bytes: ByteRegion, token: UInt8, into output: UnsafeMutablePointer<UInt32>) {
    let width = width(token)
    unsafe BitPacking.unpack(bytes.start, width: width, into: output)
    for exception in 0..<exceptions(token) {
      let (place, high) = unsafe Self.exception(exception, bytes, width)
      unsafe output[place & 127] |= high &<< UInt32(width)
    }
  }

  /// An upper bound over the integers, from the token and the exceptions alone; nil when an exception passes 32 bits.
  @unsafe static func bound(_ bytes: ByteRegion, token: UInt8) -> UInt32? {
    let width = width(token)
    var high: UInt32 = 0
    for exception in 0..<exceptions(token) { high = unsafe max(high, Self.exception(exception, bytes, width).high) }
    guard UInt64(high) << UInt64(width) < 1 << 32 else { return nil }
    return high << UInt32(width) | ((1 << UInt32(width)) &- 1)
  }

  @inline(__always)
  @unsafe private static func exception(_ number: Int, _ bytes: ByteRegion, _ width: Int) -> (place: Int, high: UInt32) {
    let start = 16 &* width &+ 2 &* number
    return unsafe (
      Int(bytes.start.load(fromByteOffset: start, as: UInt8.self)),
      UInt32(bytes.start.load(fromByteOffset: start &+ 1, as: UInt8.self))
    )
  }
}
