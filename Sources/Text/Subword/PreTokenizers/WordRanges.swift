/// Words of a normalised text as byte ranges, none empty, in order.
struct WordRanges {
  private(set) var starts: [Int] = []
  private(set) var ends: [Int] = []

  var count: Int { starts.count }

  subscript(index: Int) -> Range<Int> { starts[index]..<ends[index] }

  mutating func append(_ start: Int, _ end: Int) {
    starts.append(start)
    ends.append(end)
  }

  mutating func removeAll() {
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// The whole of a text as one word; no word for an empty text.
  mutating func reset(to range: Range<Int>) {
    removeAll()
    if !range.isEmpty { append(range.lowerBound, range.upperBound) }
  }
}
