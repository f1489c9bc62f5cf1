/// The inverted index in memory, growing group after group in document order.
struct Inversion: ~Copyable {
  /// Documents are numbered below 2^31, as in Lucene.
  static let documentLimit = Int(Int32.max)

  private(set) var terms = TermTable()
  private(set) var arena = PostingsArena()
  /// The number of terms of every document.
  private(set) var lengths: [UInt32] = []

  init() {}

  /// Appends the documents of a group behind those already there.
  mutating func merge(_ group: borrowing InvertedGroup) throws(LexicalError) {
    guard lengths.count + group.lengths.count <= Self.documentLimit else {
      throw .tooManyDocuments(limit: Self.documentLimit)
    }
    let numbers = (0..<group.terms.count).map { local in
      terms.number(of: group.terms[local].span, hash: group.terms.hash(local))
    }
    var start = 0
    for (index, end) in group.ends.enumerated() {
      let document = UInt32(lengths.count + index)
      for posting in group.postings[start..<end] {
        arena.append(term: numbers[Int(posting.term)], document: document, frequency: posting.frequency)
      }
      start = end
    }
    lengths += group.lengths
  }

  /// Counts over the collection so far.
  var statistics: LexicalStatistics {
    LexicalStatistics(
      documents: lengths.count, nonEmptyDocuments: lengths.reduce(0) { $0 + ($1 > 0 ? 1 : 0) },
      totalTerms: lengths.reduce(0) { $0 + Int($1) }, uniqueTerms: terms.count)
  }
}
