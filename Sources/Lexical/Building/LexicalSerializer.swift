internal import Storage

/// Writes the extents of the lexical part in ascending key order: lengths and norms, then terms with their lists as they come, then the rest.
struct LexicalSerializer {
  private let blockSize: Int
  private let lengths: CollectionLengths
  private var postings: [UInt8] = []
  private var postingsStart: UInt64 = 0
  private var postingsNumber: UInt32 = 0
  private var dictionary = TermDictionaryWriter()
  private var terms: PendingTerms

  /// Writes lengths and norms.
  init(_ lengths: CollectionLengths, blockSize: Int, terms: PendingTerms, into writer: inout StoreWriter) throws {
    self.terms = terms
    self.lengths = lengths
    self.blockSize = blockSize
    try writer.append(LexicalExtents.lengths, itemCount: lengths.count, payload: lengths.packed)
    try writer.append(LexicalExtents.norms, itemCount: lengths.count, payload: lengths.norms)
  }

  /// Adds terms; they come after all earlier ones in byte order.
  mutating func append(_ encoded: EncodedTerms, into writer: inout StoreWriter) throws {
    var start = (term: 0, list: 0)
    for item in encoded.items {
      let term = encoded.terms[start.term..<item.termEnd]
      let list = encoded.lists[start.list..<item.listEnd]
      start = (item.termEnd, item.listEnd)
      let isSingle = item.documentFrequency == 1
      if !isSingle, !postings.isEmpty, postings.count + list.count > LexicalExtents.targetBytes {
        try flushPostings(into: &writer)
      }
      dictionary.append(
        term, documentFrequency: item.documentFrequency, collectionFrequency: item.collectionFrequency,
        offset: postingsStart + UInt64(postings.count), list: list)
      if !isSingle { postings += list }
      if dictionary.byteCount > LexicalExtents.targetBytes { try takeTerms() }
    }
  }

  /// Writes what is left.
  consuming func finish(into writer: inout StoreWriter) throws -> LexicalStatistics {
    try flushPostings(into: &writer)
    try takeTerms()
    var statistics = lengths.statistics
    statistics.uniqueTerms = terms.terms
    try writer.append(LexicalExtents.statistics, itemCount: 5, payload: statisticsBytes(statistics))
    try terms.write(into: &writer)
    return statistics
  }

  private mutating func flushPostings(into writer: inout StoreWriter) throws {
    if postings.isEmpty { return }
    try writer.append(
      LexicalExtents.postings(postingsNumber), firstItem: postingsStart, itemCount: postings.count, payload: postings)
    postingsNumber += 1
    postingsStart += UInt64(postings.count)
    postings.removeAll(keepingCapacity: true)
  }

  private mutating func takeTerms() throws {
    if dictionary.count == 0 { return }
    let count = dictionary.count
    try terms.append(dictionary.take(), terms: count)
  }

  private func statisticsBytes(_ statistics: LexicalStatistics) -> [UInt8] {
    let counts = [
      statistics.documents, statistics.nonEmptyDocuments, statistics.totalTerms, statistics.uniqueTerms, blockSize,
    ]
    return counts.flatMap { count in (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } }
  }
}
