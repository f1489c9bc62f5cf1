/// The visible characters that stand for bytes in byte-level vocabularies (GPT-2's `bytes_to_unicode`): the printable ones of
/// Latin-1 for themselves, the rest in order from U+0100.
enum ByteAlphabet {
  /// The character of each byte.
  static let characters: [UInt32] = {
    var next: UInt32 = 0x100
    return (0..<256).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return UInt32(byte)
      default:
        next += 1
        return next - 1
      }
    }
  }()

  /// The byte of each character below U+0144, -1 where there is none.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x144)
    for (byte, character) in characters.enumerated() { bytes[Int(character)] = Int16(byte) }
    return bytes
  }()

  /// The bytes that a token stands for; nil when some of its characters stand for none.
  static func bytes(of token: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var index = 0
    while index < token.count {
      let (scalar, length, isValid) = UTF8Text.decode(token.span, at: index)
      guard isValid, scalar < bytes.count, bytes[Int(scalar)] >= 0 else { return nil }
      result.append(UInt8(truncatingIfNeeded: bytes[Int(scalar)]))
      index += length
    }
    return result
  }
}
