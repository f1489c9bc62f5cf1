package import Bytes

/// The order of UTF-16 code units, which is Java's of strings, over UTF-8: that of bytes, but for U+E000 to U+FFFF, which come behind the
/// longer sequences of the planes above.
package enum UTF16Order {
  package static func precedes(_ left: ByteString, _ right: ByteString) -> Bool {
    for (one, other) in zip(left.bytes, right.bytes) where one != other { return rank(one) < rank(other) }
    return left.count < right.count
  }

  /// Lead bytes 0xee and 0xef go behind 0xf0 to 0xf4.
  private static func rank(_ byte: UInt8) -> UInt8 { byte >= 0xf0 ? byte - 2 : byte >= 0xee ? byte + 0x10 : byte }

  /// How many UTF-16 code units a UTF-8 string has.
  package static func length(_ term: ByteString) -> Int {
    term.bytes.reduce(0) { $0 + ($1 & 0xc0 == 0x80 ? 0 : $1 >= 0xf0 ? 2 : 1) }
  }
}
