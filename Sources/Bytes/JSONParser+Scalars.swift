extension JSONParser {
  /// A number by RFC 8259's grammar, kept as written.
  mutating func number() throws(JSONError) -> JSONNumber { JSONNumber(raw: ByteString(copy(try numberRange()))) }

  /// Reads a number; nil, with nothing read, where none begins.
  package mutating func decimal() throws(JSONError) -> JSONDecimal? {
    guard let byte = current, byte == UInt8(ascii: "-") || (byte >= 48 && byte <= 57) else { return nil }
    return JSONDecimal(bytes, try numberRange())
  }

  private mutating func numberRange() throws(JSONError) -> Range<Int> {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    return start..<position
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = current, byte >= 48 && byte <= 57 { position += 1 }
    if position == start { throw error("a digit") }
  }

  /// Reads a string and appends its bytes; false, with nothing read, where none begins.
  package mutating func string(appendingTo text: inout [UInt8]) throws(JSONError) -> Bool {
    if current != UInt8(ascii: "\"") { return false }
    position += 1
    try restOfString(into: &text)
    return true
  }

  /// A string; the position is at its opening quote.
  mutating func string() throws(JSONError) -> ByteString {
    position += 1
    let start = position
    skipPlain()
    if current == UInt8(ascii: "\"") {
      defer { position += 1 }
      return ByteString(copy(start..<position))
    }
    var text = copy(start..<position)
    try restOfString(into: &text)
    return ByteString(text)
  }

  /// Runs over bytes that stand for themselves.
  private mutating func skipPlain() {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 32 { return }
      position += 1
    }
  }

  private mutating func restOfString(into text: inout [UInt8]) throws(JSONError) {
    while true {
      let start = position
      skipPlain()
      unsafe bytes.extracting(start..<position).withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
      if take(UInt8(ascii: "\"")) { return }
      guard take(UInt8(ascii: "\\")) else {
        throw error("'\"' or a character of a string (control characters are written \\u00XX)")
      }
      try escape(into: &text)
    }
  }

  /// What follows a backslash.
  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard let byte = current else { throw error("the rest of an escape") }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"):
      position += 1
      return text.append(contentsOf: Array(String(try escapedScalar()).utf8))
    default: throw error("one of \" \\ / b f n r t u after a backslash")
    }
    position += 1
  }

  /// The scalar of `XXXX`, or of `XXXX\uXXXX` when the two are a surrogate pair; U+FFFD for a surrogate without its partner.
  private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
    let first = try fourHexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, current == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    let second = position
    position += 2
    let low = try fourHexDigits()
    if low >= 0xDC00 && low < 0xE000, let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (low - 0xDC00)) {
      return scalar
    }
    position = second
    return "\u{FFFD}"
  }

  private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
