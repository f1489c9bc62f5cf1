/// Merges the terms of several segments, and for each term the postings, into lists as they are stored.
struct TermMerge<Terms: SortedTerms> {
  private var sources: [Terms]
  /// The sources that have terms left, in the order of their documents.
  private var live: [Int]
  /// Those of them that stand at the least term.
  private var least: [Int] = []
  private var decoders: [PostingsDecoder] = []
  private var list: PostingsListWriter

  /// A merge of terms whose runs are in document order, the segments of a run side by side.
  init(_ sources: [Terms], blockSize: Int, norms: [UInt8]) {
    self.sources = sources
    live = sources.indices.filter { sources[$0].current != nil }
    list = PostingsListWriter(blockSize: blockSize, norms: norms)
  }

  /// All terms with their lists.
  mutating func encoded() throws(LexicalError) -> EncodedTerms {
    var encoded = EncodedTerms()
    while let term = leastTerm() {
      try gatherPostings()
      encoded.append(term, &list)
      try advance()
    }
    return encoded
  }

  /// Finds the least term and the sources that stand at it.
  private mutating func leastTerm() -> ByteRegion? {
    var found: TermPostings?
    least.removeAll(keepingCapacity: true)
    for source in live {
      guard let postings = sources[source].current else { continue }
      let order = if let found { postings.compare(found) } else { -1 }
      if order < 0 {
        least.removeAll(keepingCapacity: true)
        found = postings
      }
      if order <= 0 { least.append(source) }
    }
    return found?.term
  }

  private mutating func advance() throws(LexicalError) {
    var ended = false
    for source in least {
      try sources[source].advance()
      ended = ended || sources[source].current == nil
    }
    if ended { live.removeAll { sources[$0].current == nil } }
  }

  /// Run after run; the segments of one run hold different documents between the same bounds.
  private mutating func gatherPostings() throws(LexicalError) {
    var first = 0
    while first < least.count {
      let documents = sources[least[first]].documents
      var end = first + 1
      while end < least.count, sources[least[end]].documents == documents { end += 1 }
      try drain(least[first..<end], of: documents)
      first = end
    }
  }

  private mutating func drain(_ group: ArraySlice<Int>, of documents: Range<UInt32>) throws(LexicalError) {
    decoders.removeAll(keepingCapacity: true)
    for source in group {
      guard let postings = sources[source].current else { continue }
      decoders.append(PostingsDecoder(postings, in: documents))
    }
    while let (next, bound) = nextDecoder() {
      if decoders[next].document == bound { throw sources[group[group.startIndex]].damaged("a document stands in two segments") }
      decoders[next].drain(before: bound, into: &list)
    }
    if decoders.contains(where: \.failed) { throw sources[group[group.startIndex]].damaged("a list of postings does not decode") }
  }

  /// The decoder at the least document, and the least document of the others; nil when all are at their ends.
  private func nextDecoder() -> (next: Int, bound: UInt32)? {
    if decoders.count == 1 { return decoders[0].document == endOfPostings ? nil : (0, endOfPostings) }
    var next = (index: 0, document: endOfPostings)
    var bound = endOfPostings
    for index in decoders.indices {
      let document = decoders[index].document
      if document < next.document {
        bound = next.document
        next = (index, document)
      } else {
        bound = min(bound, document)
      }
    }
    return next.document == endOfPostings ? nil : (next.index, bound)
  }
}
