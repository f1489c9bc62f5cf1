/// Reading UTF-8 bytes scalar by scalar. Bytes that are not UTF-8 read as one U+FFFD for each maximal part of a sequence
/// (Unicode 3.9, table 3-8), as Java's and Python's decoders do.
enum UTF8Text {
  /// The scalar that begins at `index` (which must be inside), and how many bytes it or the broken part takes.
  static func decode(_ bytes: Span<UInt8>, at index: Int) -> (scalar: UInt32, length: Int, isValid: Bool) {
    let first = bytes[index]
    if first < 0x80 { return (UInt32(first), 1, true) }
    guard first >= 0xC2 && first <= 0xF4 else { return (0xFFFD, 1, false) }
    let count = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var scalar = UInt32(first) & (0x7F >> UInt32(count))
    for offset in 1..<count {
      guard index + offset < bytes.count else { return (0xFFFD, offset, false) }
      let byte = bytes[index + offset]
      guard byte & 0xC0 == 0x80, offset > 1 || isSecond(byte, after: first) else { return (0xFFFD, offset, false) }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    return (scalar, count, true)
  }

  /// How many bytes the scalar takes that begins with that byte; the text must be UTF-8.
  static func length(_ first: UInt8) -> Int { first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4 }

  /// Whether a continuation byte may follow that first byte: no overlong forms, no surrogates, nothing above U+10FFFF.
  private static func isSecond(_ byte: UInt8, after first: UInt8) -> Bool {
    switch first {
    case 0xE0: byte >= 0xA0
    case 0xED: byte < 0xA0
    case 0xF0: byte >= 0x90
    case 0xF4: byte < 0x90
    default: true
    }
  }

  /// The scalar that ends just before `index`, and its length; `bytes` must be UTF-8, `index` a boundary above 0.
  static func decode(_ bytes: Span<UInt8>, before index: Int) -> (scalar: UInt32, length: Int) {
    var start = index - 1
    while start > 0 && index - start < 4 && bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return (decode(bytes, at: start).scalar, index - start)
  }

  /// Appends a scalar's UTF-8.
  static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    if scalar < 0x80 { return bytes.append(UInt8(truncatingIfNeeded: scalar)) }
    if scalar < 0x800 {
      bytes.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
    } else {
      if scalar < 0x10000 {
        bytes.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      } else {
        bytes.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
        bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      }
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
    }
    bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
  }

  /// The bytes of a scalar's UTF-8, in order.
  static func forEachByte(of scalar: UInt32, _ body: (UInt8) -> Void) {
    var bytes: [UInt8] = []
    append(scalar, to: &bytes)
    for byte in bytes { body(byte) }
  }

  /// Whether all of a text is UTF-8.
  static func isValid(_ text: [UInt8]) -> Bool {
    let bytes = text.span
    var index = endOfASCII(bytes, from: 0)
    while index < bytes.count {
      let (_, length, isValid) = decode(bytes, at: index)
      if !isValid { return false }
      index = endOfASCII(bytes, from: index + length)
    }
    return true
  }

  /// Calls `body` with each scalar of a range of UTF-8 bytes.
  @inline(__always)
  static func forEachScalar(_ bytes: Span<UInt8>, _ range: Range<Int>, _ body: (UInt32) -> Void) {
    var index = range.lowerBound
    while index < range.upperBound {
      let (scalar, length, _) = decode(bytes, at: index)
      body(scalar)
      index += length
    }
  }

  /// Number of scalars in UTF-8 bytes.
  static func scalarCount(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    for index in range where bytes[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// The first byte at or after `index` that is not ASCII, or the end; eight bytes at a time.
  static func endOfASCII(_ bytes: Span<UInt8>, from index: Int) -> Int {
    let raw = unsafe bytes.bytes
    var index = index
    // Inside the text: eight bytes are left at `index`.
    while index + 8 <= bytes.count,
      unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    { index += 8 }
    while index < bytes.count && bytes[index] < 0x80 { index += 1 }
    return index
  }

  /// The text with U+FFFD for every part that is not UTF-8; the very same array when all of it is.
  static func repaired(_ text: [UInt8]) -> [UInt8] {
    let bytes = text.span
    var index = endOfASCII(bytes, from: 0)
    while index < bytes.count {
      let (_, length, isValid) = decode(bytes, at: index)
      if !isValid { return repaired(text, from: index) }
      index = endOfASCII(bytes, from: index + length)
    }
    return text
  }

  private static func repaired(_ text: [UInt8], from start: Int) -> [UInt8] {
    let bytes = text.span
    var result = Array(text[..<start])
    var index = start
    while index < bytes.count {
      let (scalar, length, _) = decode(bytes, at: index)
      append(scalar, to: &result)
      index += length
    }
    return result
  }
}
