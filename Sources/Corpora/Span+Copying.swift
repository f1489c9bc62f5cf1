extension Span<UInt8> {
  /// A copy of a range of bytes.
  func copy(_ range: Range<Int>) -> [UInt8] {
    unsafe extracting(range).withUnsafeBufferPointer { unsafe Array($0) }
  }

  /// A copy of all bytes.
  func copy() -> [UInt8] { copy(0..<count) }

  /// True when the bytes of a range are those of a literal.
  func holds(_ literal: StaticString, at range: Range<Int>) -> Bool {
    guard range.count == literal.utf8CodeUnitCount else { return false }
    let start = range.lowerBound
    for index in 0..<range.count where unsafe self[start + index] != literal.utf8Start[index] { return false }
    return true
  }

  /// True when the bytes from `start` on begin with those of a literal.
  func begins(with literal: StaticString, at start: Int) -> Bool {
    let end = start + literal.utf8CodeUnitCount
    return end <= count && holds(literal, at: start..<end)
  }

  /// The range without white space (space, tab, line ends) at both sides.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isWhiteSpace(self[start]) { start += 1 }
    while end > start, isWhiteSpace(self[end - 1]) { end -= 1 }
    return start..<end
  }

  /// True when there is nothing but white space.
  var isBlank: Bool { trimmed(0..<count).isEmpty }

  /// Offset of the first byte that is not part of valid UTF-8; nil when all is valid.
  ///
  /// Valid means Unicode's table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.
  var firstInvalidUTF8: Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: self)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }
}

/// Space, tab, line feed, vertical tab, form feed, carriage return: what separates columns of a TREC run.
@inline(__always) func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }

/// The bytes with U+FFFD for every maximal part that is not UTF-8.
func replacingInvalidUTF8(_ bytes: [UInt8]) -> [UInt8] { Array(String(decoding: bytes, as: UTF8.self).utf8) }
