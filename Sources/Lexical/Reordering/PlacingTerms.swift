/// The terms by which documents are placed: those frequent enough that neighbours share them.
///
/// Source: Dhulipala et al. (2016) and Lucene's `BPIndexReorderer` leave out terms in fewer than 4,096 documents, which shorten few gaps.
/// A small collection has a smaller limit. The choice depends on the collection alone, since the order must not depend on the memory.
struct PlacingTerms {
  /// Terms have numbers of 16 bits.
  static let limit = 1 << 16

  /// The lists, in the byte order of their terms.
  private(set) var lists: [PostingsList] = []
  /// Postings in all of them.
  private(set) var postings = 0

  /// The smallest document frequency in a collection of so many documents.
  static func minimumFrequency(documents: Int) -> Int { min(4096, max(2, documents / 2048)) }

  init(_ index: LexicalIndex) throws(LexicalError) {
    let minimum = try Self.minimum(index)
    var walk = TermWalk(index.dictionary)
    while let entry = try walk.next() {
      if entry.documentFrequency < minimum { continue }
      lists.append(try index.list(entry))
      postings += entry.documentFrequency
    }
  }

  /// The smallest frequency with which the terms are not too many.
  private static func minimum(_ index: LexicalIndex) throws(LexicalError) -> Int {
    let minimum = minimumFrequency(documents: index.statistics.documents)
    var frequencies: [Int] = []
    var walk = TermWalk(index.dictionary)
    while let entry = try walk.next() {
      if entry.documentFrequency >= minimum { frequencies.append(entry.documentFrequency) }
    }
    if frequencies.count <= limit { return minimum }
    frequencies.sort(by: >)
    return frequencies[limit] + 1
  }
}
