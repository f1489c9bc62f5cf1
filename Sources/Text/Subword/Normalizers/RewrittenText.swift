/// A text made from the bytes of another: for each byte the place in the other that it stands for.
///
/// What is appended must not exceed the capacity; what does is left out.
struct RewrittenText {
  private(set) var count = 0
  private(set) var bytes: [UInt8]
  /// Empty when places are not asked for.
  private(set) var sources: [Int32]

  init(capacity: Int, isAligned: Bool) {
    bytes = [UInt8](repeating: 0, count: capacity)
    sources = isAligned ? [Int32](repeating: 0, count: capacity) : []
  }

  /// Adds bytes of the other text.
  mutating func append(_ other: Span<UInt8>, _ range: Range<Int>) {
    let start = count
    let room = min(range.count, bytes.count - start)
    count += room
    var out = bytes.mutableSpan
    for offset in 0..<room { out[start + offset] = other[range.lowerBound + offset] }
    if sources.isEmpty { return }
    var places = sources.mutableSpan
    for offset in 0..<room { places[start + offset] = Int32(truncatingIfNeeded: range.lowerBound + offset) }
  }

  /// Adds bytes that stand for one place.
  mutating func append(_ new: [UInt8], source: Int) {
    for byte in new where count < bytes.count {
      bytes[count] = byte
      if !sources.isEmpty { sources[count] = Int32(truncatingIfNeeded: source) }
      count += 1
    }
  }

  /// The bytes and their places without the room that is left.
  consuming func finish() -> (bytes: [UInt8], sources: [Int32]) {
    bytes.removeLast(bytes.count - count)
    sources.removeLast(max(0, sources.count - count))
    return (bytes, sources)
  }
}
