internal import Ranking
internal import Text

/// An inverted index in memory: of the documents that one thread was given, in ascending order.
struct Inversion: ~Copyable {
  /// Documents are numbered below 2^31, as in Lucene.
  static let documentLimit = Int(Int32.max)

  private(set) var terms = TermTable()
  private(set) var arena = PostingsArena()
  private var memory = WordMemory()
  /// Of one text in so many the analysis and the inversion are timed.
  private static var timedEvery: Int { 16 }
  private(set) var times = InversionTimes()
  private let analyzer = EnglishAnalyzer()
  private var numbers: [UInt32] = []

  init() {}

  /// Bytes of memory in use.
  var heldBytes: Int { terms.heldBytes + arena.heldBytes + memory.heldBytes }

  /// Adds consecutive texts; returns how many terms each has.
  mutating func add(_ texts: ArraySlice<[UInt8]>, from document: UInt32) -> [UInt32] {
    var words = TermBuffer()
    var lengths: [UInt32] = []
    lengths.reserveCapacity(texts.count)
    for text in texts {
      let isTimed = lengths.count % Self.timedEvery == 0
      let start = isTimed ? ContinuousClock.now : nil
      words.removeAll()
      analyzer.words(text.span, into: &words)
      let middle = isTimed ? ContinuousClock.now : nil
      lengths.append(add(words, document: document + UInt32(lengths.count)))
      if let start, let middle { times.add(analysis: middle - start, inversion: ContinuousClock.now - middle) }
    }
    return lengths
  }

  private mutating func add(_ words: borrowing TermBuffer, document: UInt32) -> UInt32 {
    numbers.removeAll(keepingCapacity: true)
    memory.appendTerms(of: words, analyzer, &terms, to: &numbers)
    arena.add(terms: numbers, document: document)
    return UInt32(numbers.count)
  }

  /// Adds a document of ready terms; returns how many they are.
  mutating func add(terms document: [[UInt8]], number: UInt32) -> UInt32 {
    for term in document { arena.add(term: terms.number(of: term.span), document: number) }
    return UInt32(document.count)
  }

  /// Adds a document of impacts, which become the frequencies; returns their sum, which is its length, as that of the pseudo-documents
  /// that Anserini makes of such vectors. Where a term is repeated, the last impact counts.
  mutating func add(impacts document: ImpactVector, number: UInt32) -> UInt32 {
    let bytes = document.bytes.span
    var length: UInt32 = 0
    for index in 0..<document.count {
      let term = terms.number(of: bytes.extracting(document.range(index)))
      let impact = document.impacts[index]
      length = length &+ impact &- arena.set(term: term, document: number, frequency: impact)
    }
    return length
  }

  /// Frees what only adding needs; adding more builds it again.
  mutating func dropLookup() {
    terms.dropSlots()
    memory = WordMemory()
  }
}
