/// Document lengths in one byte, lossy above 40 terms: four significant bits, as Lucene stores them.
///
/// Source: Lucene `org.apache.lucene.util.SmallFloat` (`intToByte4`, `byte4ToInt`). Monotonic; a decoded length is never longer than the true one.
package enum LengthNorm {
  /// Lengths below this are stored exactly: 255 minus the code of the greatest 32-bit integer.
  static let exactLengths: UInt32 = 24

  /// The byte of a length; lengths above 2^31 - 1 share its byte.
  package static func encode(_ length: UInt32) -> UInt8 {
    let length = min(length, UInt32(Int32.max))
    if length < exactLengths { return UInt8(length) }
    return UInt8(exactLengths + code(length - exactLengths))
  }

  /// The smallest length with this byte.
  package static func decode(_ norm: UInt8) -> UInt32 {
    let norm = UInt32(norm)
    if norm < exactLengths { return norm }
    let code = norm - exactLengths
    let bits = code & 7
    let shift = code >> 3
    return exactLengths + (shift == 0 ? bits : (bits | 8) << (shift - 1))
  }

  /// The decoded length of every byte.
  package static let lengths: [UInt32] = (0...255).map { decode(UInt8($0)) }

  private static func code(_ value: UInt32) -> UInt32 {
    let bits = UInt32(32 - value.leadingZeroBitCount)
    if bits < 4 { return value }
    let shift = bits - 4
    return (value >> shift) & 7 | (shift + 1) << 3
  }
}
