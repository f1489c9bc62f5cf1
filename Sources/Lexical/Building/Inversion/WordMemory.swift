internal import Text

/// Remembers the term of every word met, so that each distinct word is stemmed once.
struct WordMemory: ~Copyable {
  private var words = TermTable()
  /// For each word its term's number, or -1 for a stop word.
  private var terms: [Int32] = []
  private var stem = TermBuffer()

  init() {}

  /// Bytes of memory in use.
  var heldBytes: Int { words.heldBytes + terms.count * MemoryLayout<Int32>.stride }

  /// The number of a word's term in `table`; nil for a stop word.
  @inline(__always)
  mutating func term(of word: Span<UInt8>, _ analyzer: borrowing EnglishAnalyzer, _ table: inout TermTable) -> Int? {
    let number = words.number(of: word)
    if number == terms.count { terms.append(stemmed(word, analyzer, &table)) }
    return terms[number] < 0 ? nil : Int(terms[number])
  }

  @inline(never)
  private mutating func stemmed(
    _ word: Span<UInt8>, _ analyzer: borrowing EnglishAnalyzer, _ table: inout TermTable
  ) -> Int32 {
    stem.removeAll()
    guard analyzer.appendTerm(ofWord: word, to: &stem) else { return -1 }
    return Int32(table.number(of: stem.bytes.span))
  }
}
