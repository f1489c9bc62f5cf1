/// One step through UTF-8 text: a code point and how many bytes hold it.
struct UTF8Scalar {
  var value: UInt32
  var length: Int

  /// A byte that begins no well-formed sequence counts as U+FFFD by itself. Java's decoder makes one U+FFFD of a whole ill-formed
  /// sequence, which comes to the same: U+FFFD is no part of a word.
  static let invalid = UTF8Scalar(value: 0xFFFD, length: 1)

  /// Decodes the code point that begins at `position`, by table 3-7 of the Unicode Standard.
  @inline(__always) static func decode(_ text: Span<UInt8>, _ position: Int) -> UTF8Scalar {
    let first = text[position]
    return first < 0x80 ? UTF8Scalar(value: UInt32(first), length: 1) : decodeLong(text, position, first)
  }

  private static func decodeLong(_ text: Span<UInt8>, _ position: Int, _ first: UInt8) -> UTF8Scalar {
    guard position + 1 < text.count else { return .invalid }
    let second = text[position + 1]
    guard allowed(second, after: first) else { return .invalid }
    let two = UInt32(first & 0x1F) << 6 | UInt32(second & 0x3F)
    if first < 0xE0 { return UTF8Scalar(value: two, length: 2) }
    guard position + 2 < text.count, text[position + 2] & 0xC0 == 0x80 else { return .invalid }
    let three = (two & 0x3FF) << 6 | UInt32(text[position + 2] & 0x3F)
    if first < 0xF0 { return UTF8Scalar(value: three, length: 3) }
    guard position + 3 < text.count, text[position + 3] & 0xC0 == 0x80 else { return .invalid }
    return UTF8Scalar(value: (three & 0x7FFF) << 6 | UInt32(text[position + 3] & 0x3F), length: 4)
  }

  private static func allowed(_ second: UInt8, after first: UInt8) -> Bool {
    switch first {
    case 0xC2...0xDF, 0xE1...0xEC, 0xEE, 0xEF, 0xF1...0xF3: second & 0xC0 == 0x80
    case 0xE0: second >= 0xA0 && second <= 0xBF
    case 0xED: second >= 0x80 && second <= 0x9F
    case 0xF0: second >= 0x90 && second <= 0xBF
    case 0xF4: second >= 0x80 && second <= 0x8F
    default: false
    }
  }

  /// Writes a code point at `position` and returns the position after it.
  static func encode(_ scalar: UInt32, _ bytes: inout MutableSpan<UInt8>, _ position: Int) -> Int {
    if scalar < 0x80 {
      bytes[position] = UInt8(truncatingIfNeeded: scalar)
      return position + 1
    }
    let length = scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
    let mark: UInt8 = length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0
    var rest = scalar
    for at in stride(from: position + length - 1, to: position, by: -1) {
      bytes[at] = 0x80 | UInt8(truncatingIfNeeded: rest & 0x3F)
      rest >>= 6
    }
    bytes[position] = mark | UInt8(truncatingIfNeeded: rest)
    return position + length
  }
}
