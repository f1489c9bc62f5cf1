/// A piece of text after normalisation: UTF-8 bytes and, when asked for, the code points of the original text behind each byte.
struct NormalizedText {
  var bytes: [UInt8] = []
  /// For each byte the first code point of the original behind it, and the one after the last; empty when not asked for.
  private(set) var starts: [Int32] = []
  private(set) var ends: [Int32] = []
  let isAligned: Bool

  init(isAligned: Bool) { self.isAligned = isAligned }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Adds a scalar that stands for one code point of the original.
  mutating func append(_ scalar: UInt32, source: Int) {
    UTF8Text.append(scalar, to: &bytes)
    if isAligned { align(source: source) }
  }

  /// Gives all bytes added since the last call the same code point.
  mutating func align(source: Int) {
    let source = Int32(truncatingIfNeeded: source)
    while starts.count < bytes.count {
      starts.append(source)
      ends.append(source &+ 1)
    }
  }

  /// The code points of the original behind a range of bytes that is not empty.
  func source(of range: Range<Int>) -> Range<Int> {
    let start = Int(starts[range.lowerBound])
    return start..<max(start, Int(ends[range.upperBound - 1]))
  }
}
