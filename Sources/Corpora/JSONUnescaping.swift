internal import Files

/// Un-escapes the inside of a JSON string that the scanner has accepted.
enum JSONUnescaping {
  /// Appends the string's bytes. A lone surrogate becomes U+FFFD, as in `JSONValue`.
  static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to text: inout [UInt8]) {
    var position = range.lowerBound
    while let backslash = ByteSearch.first(UInt8(ascii: "\\"), in: bytes, position..<range.upperBound) {
      append(plain: bytes, position..<backslash, to: &text)
      position = escape(bytes, at: backslash + 1, before: range.upperBound, to: &text)
    }
    append(plain: bytes, position..<range.upperBound, to: &text)
  }

  static func append(plain bytes: Span<UInt8>, _ range: Range<Int>, to text: inout [UInt8]) {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
  }

  /// `start` is behind the backslash; returns where the text goes on.
  private static func escape(_ bytes: Span<UInt8>, at start: Int, before end: Int, to text: inout [UInt8]) -> Int {
    switch bytes[start] {
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "u"): return unicode(bytes, at: start + 1, before: end, to: &text)
    case let other: text.append(other)
    }
    return start + 1
  }

  private static func unicode(_ bytes: Span<UInt8>, at start: Int, before end: Int, to text: inout [UInt8]) -> Int {
    let high = hexadecimal(bytes, at: start) ?? 0xFFFD
    if let scalar = Unicode.Scalar(high) {
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      return start + 4
    }
    if high < 0xDC00, start + 10 <= end, bytes[start + 4] == UInt8(ascii: "\\"), bytes[start + 5] == UInt8(ascii: "u"),
      let low = hexadecimal(bytes, at: start + 6), low >= 0xDC00, low < 0xE000,
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    {
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      return start + 10
    }
    text.append(contentsOf: UTF8.encodedReplacementCharacter)
    return start + 4
  }
}
