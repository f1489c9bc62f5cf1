internal import Files

/// Finds tags in SGML.
enum MarkupSearch {
  /// Start of the first occurrence of a tag, which begins with `<`, inside `range`; case counts.
  static func first(_ tag: StaticString, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var position = range.lowerBound
    while let hit = ByteSearch.first(UInt8(ascii: "<"), in: bytes, position..<range.upperBound) {
      if bytes.begins(with: tag, at: hit), hit + tag.utf8CodeUnitCount <= range.upperBound { return hit }
      position = hit + 1
    }
    return nil
  }

  /// The range between a tag and its end tag inside `range`, and where the end tag ends.
  static func element(
    _ tag: StaticString, _ endTag: StaticString, in bytes: Span<UInt8>, _ range: Range<Int>
  ) -> (content: Range<Int>, whole: Range<Int>)? {
    guard let open = first(tag, in: bytes, range) else { return nil }
    let start = open + tag.utf8CodeUnitCount
    guard let close = first(endTag, in: bytes, start..<range.upperBound) else { return nil }
    return (start..<close, open..<(close + endTag.utf8CodeUnitCount))
  }
}
