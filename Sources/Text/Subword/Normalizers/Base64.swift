/// Base 64 with the standard alphabet and padding (RFC 4648, section 4).
enum Base64 {
  /// The bytes of a text; nil when it is not base 64.
  static func decode(_ text: [UInt8]) -> [UInt8]? {
    let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
    guard text.count % 4 == 0, padding == 0 || text.last == UInt8(ascii: "=") else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    for index in 0..<text.count - padding {
      guard let digit = digit(text[index]) else { return nil }
      bits = bits << 6 | digit
      if index & 3 == 3 { append(bits, 3, to: &bytes) }
    }
    guard bits << UInt32(padding == 0 ? 32 : 32 - 2 * padding) == 0 else { return nil }
    if padding > 0 { append(bits << UInt32(6 * padding), 3 - padding, to: &bytes) }
    return bytes
  }

  private static func append(_ bits: UInt32, _ count: Int, to bytes: inout [UInt8]) {
    for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * place))) }
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 65...90: UInt32(byte) - 65
    case 97...122: UInt32(byte) - 71
    case 48...57: UInt32(byte) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
