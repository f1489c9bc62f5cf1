internal import Text

/// The postings of a few thousand consecutive documents, with terms numbered inside the group. Groups are made in parallel and merged in order.
struct InvertedGroup: Sendable {
  /// The group's distinct terms.
  private(set) var terms = TermTable()
  /// Term and frequency of every posting, document after document, in the order of first appearance.
  private(set) var postings: [(term: UInt32, frequency: UInt32)] = []
  /// The end of every document in `postings`.
  private(set) var ends: [Int] = []
  /// Number of terms of every document.
  private(set) var lengths: [UInt32] = []
  /// For each term the place of its latest posting.
  private var latest: [Int] = []

  init() {}

  /// Analyses texts. Each distinct word is stemmed once.
  init(_ texts: ArraySlice<[UInt8]>) {
    let analyzer = EnglishAnalyzer()
    var words = TermBuffer()
    var stems = StemMemory()
    for text in texts {
      words.removeAll()
      analyzer.words(text.span, into: &words)
      beginDocument()
      let bytes = words.bytes.span
      for index in words.ends.indices {
        let word = bytes.extracting(words.range(index))
        if let term = stems.term(of: word, analyzer, &terms) { addOccurrence(of: term) }
      }
      endDocument()
    }
  }

  /// Adds a document of ready terms.
  mutating func add(_ document: [[UInt8]]) {
    beginDocument()
    for term in document { addOccurrence(of: terms.number(of: term.span, hash: TermTable.hash(term.span))) }
    endDocument()
  }

  private mutating func beginDocument() { lengths.append(0) }

  private mutating func endDocument() { ends.append(postings.count) }

  @inline(__always)
  private mutating func addOccurrence(of term: Int) {
    if term == latest.count { latest.append(-1) }
    let place = latest[term]
    if place >= ends.last ?? 0 {
      postings[place].frequency += 1
    } else {
      latest[term] = postings.count
      postings.append((UInt32(term), 1))
    }
    lengths[lengths.count - 1] += 1
  }
}

/// Remembers the term of every word met.
private struct StemMemory {
  private var words = TermTable()
  /// For each word its term's number, or -1 for a stop word.
  private var terms: [Int32] = []
  private var stem = TermBuffer()

  /// The number of a word's term; nil for a stop word.
  @inline(__always)
  mutating func term(of word: Span<UInt8>, _ analyzer: EnglishAnalyzer, _ table: inout TermTable) -> Int? {
    let number = words.number(of: word, hash: TermTable.hash(word))
    if number == terms.count { terms.append(stemmed(word, analyzer, &table)) }
    return terms[number] < 0 ? nil : Int(terms[number])
  }

  private mutating func stemmed(_ word: Span<UInt8>, _ analyzer: EnglishAnalyzer, _ table: inout TermTable) -> Int32 {
    stem.removeAll()
    guard analyzer.appendTerm(ofWord: word, to: &stem) else { return -1 }
    let bytes = stem.bytes.span
    return Int32(table.number(of: bytes, hash: TermTable.hash(bytes)))
  }
}
