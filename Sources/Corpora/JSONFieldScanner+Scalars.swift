extension JSONFieldScanner {
  /// Reads a string; `escapedString` when it holds a backslash. Control characters are not JSON.
  mutating func string() -> JSONField? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = position
    var kind = JSONField.Kind.string
    while true {
      skipPlain()
      guard position < bytes.count else { return nil }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return JSONField(kind: kind, start: start, end: position - 1)
      case UInt8(ascii: "\\"):
        kind = .escapedString
        guard skipEscape() else { return nil }
      default: return nil
      }
    }
  }

  /// Postcondition: at the end, or at a quote, a backslash or a control character. Eight bytes at a time: a byte of `hits` is
  /// not zero exactly where a byte of the word is one of these (Hacker's Delight, section 6-1; the lowest hit is exact).
  @inline(__always) private mutating func skipPlain() {
    let raw = unsafe bytes.bytes
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    while position + 8 <= raw.byteCount {
      let word = unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self))
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5c)
      let hits =
        ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- (ones &* 0x20)) & ~word) & tops
      if hits != 0 {
        position += hits.trailingZeroBitCount >> 3
        return
      }
      position += 8
    }
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 32 { return }
      position += 1
    }
  }

  private mutating func skipEscape() -> Bool {
    guard position + 1 < bytes.count else { return false }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
      return true
    case UInt8(ascii: "u"):
      guard position + 6 <= bytes.count, hexadecimal(bytes, at: position + 2) != nil else { return false }
      position += 6
      return true
    default: return false
    }
  }

  /// RFC 8259 section 6.
  mutating func number() -> JSONField? {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")), !digits() { return nil }
    if take(UInt8(ascii: ".")), !digits() { return nil }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      if !digits() { return nil }
    }
    return JSONField(kind: .number, start: start, end: position)
  }

  private mutating func digits() -> Bool {
    let start = position
    while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 { position += 1 }
    return position > start
  }
}

/// The value of four hexadecimal digits.
func hexadecimal(_ bytes: Span<UInt8>, at start: Int) -> UInt32? {
  var value: UInt32 = 0
  for index in start..<(start + 4) {
    let byte = bytes[index]
    let digit: UInt8
    switch byte {
    case 48...57: digit = byte - 48
    case 65...70: digit = byte - 55
    case 97...102: digit = byte - 87
    default: return nil
    }
    value = value << 4 | UInt32(digit)
  }
  return value
}
