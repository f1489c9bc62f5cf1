/// Words of a normalised text as byte ranges, none empty, in order.
struct WordRanges {
  private var words: [Range<Int>] = []

  var count: Int { words.count }

  subscript(index: Int) -> Range<Int> { words[index] }

  mutating func append(_ start: Int, _ end: Int) { words.append(start..<end) }

  /// Makes room for the words that a text of so many bytes usually has.
  mutating func reserve(forBytes count: Int) { words.reserveCapacity(count / 4 + 8) }

  mutating func removeAll() { words.removeAll(keepingCapacity: true) }

  /// The whole of a text as one word; no word for an empty text.
  mutating func reset(to range: Range<Int>) {
    removeAll()
    if !range.isEmpty { words.append(range) }
  }
}
