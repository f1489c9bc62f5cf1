/// White space as `isspace` has it in the C locale.
@inline(__always) func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (byte &- 9) <= 4 }

/// Walks the blank-separated fields of one line.
struct Fields {
  /// Where the next field may begin.
  var position: Int
  /// Where the line ends.
  let end: Int

  /// The next field, or nil at the end of the line.
  @inline(__always) mutating func next(_ bytes: Span<UInt8>) -> Range<Int>? {
    var start = position
    while start < end, isBlank(bytes[start]) { start &+= 1 }
    if start >= end {
      position = end
      return nil
    }
    var stop = start &+ 1
    while stop < end, !isBlank(bytes[stop]) { stop &+= 1 }
    position = stop
    return start..<stop
  }

  /// All fields of a line; for error messages and headers.
  static func all(_ bytes: Span<UInt8>, _ line: Range<Int>) -> [Range<Int>] {
    var fields = Fields(position: line.lowerBound, end: line.upperBound)
    var found: [Range<Int>] = []
    while let field = fields.next(bytes) { found.append(field) }
    return found
  }
}

/// A piece of a file for an error message: at most 60 bytes, in quotes.
func excerpt(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
  let kept = range.lowerBound..<min(range.upperBound, range.lowerBound + 60)
  let text = String(decoding: kept.map { bytes[$0] }, as: UTF8.self)
  return "'" + text + (kept.upperBound < range.upperBound ? "…" : "") + "'"
}

/// The bytes of a field.
func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
  var copied: [UInt8] = []
  copied.reserveCapacity(range.count)
  for index in range { copied.append(bytes[index]) }
  return copied
}
