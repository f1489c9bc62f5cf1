internal import Bytes

extension LexicalIndex {
  /// Reads every length, term and posting: the order of terms, the places and bounds of blocks, the order of documents, all counts, the sum
  /// of frequencies in each document, which is its length, and the impacts, which must be those of the postings. Four bytes a document.
  /// - Throws: `LexicalError.corrupt` saying where the first contradiction is.
  public func verify() throws(LexicalError) {
    var terms = 0
    var occurrences = 0
    var last: [UInt8]?
    let postings = ListVerifier(norms, documents: statistics.documents)
    try dictionary.forEachTerm { term, entry throws(LexicalError) in
      guard last.map({ $0.lexicographicallyPrecedes(term) }) ?? true else {
        throw .corrupt(structure: "term dictionary", detail: "'\(ByteString(term))' is out of order")
      }
      last = term
      terms += 1
      occurrences &+= entry.collectionFrequency
      try postings.verify(list(entry), of: ByteString(term), collectionFrequency: entry.collectionFrequency)
    }
    guard terms == statistics.uniqueTerms, occurrences == statistics.totalTerms else {
      throw .corrupt(
        structure: "statistics",
        detail: "\(terms) terms with \(occurrences) occurrences, not \(statistics.uniqueTerms) with \(statistics.totalTerms)")
    }
    try verifyLengths(postings.sums)
  }

  /// - Parameter sums: of the frequencies in every document.
  private func verifyLengths(_ sums: [UInt32]) throws(LexicalError) {
    var counted = LexicalStatistics(documents: statistics.documents, uniqueTerms: statistics.uniqueTerms)
    for document in 0..<statistics.documents {
      let length = length(of: document)
      guard norms.byte(at: document) == LengthNorm.encode(length), sums[document] == length else {
        throw .corrupt(
          structure: "lengths",
          detail: "document \(document) of length \(length) has norm \(norms.byte(at: document)) and \(sums[document]) terms")
      }
      counted.totalTerms += Int(length)
      counted.nonEmptyDocuments += length > 0 ? 1 : 0
    }
    guard counted == statistics else {
      throw .corrupt(structure: "lengths", detail: "they sum up to \(counted), not \(statistics)")
    }
  }
}

/// Checks lists one after another.
@safe private final class ListVerifier {
  private let norms: ByteRegion
  private let scratch = Scratch()
  private let documents: UnsafeMutablePointer<UInt32>
  private let frequencies: UnsafeMutablePointer<UInt32>
  /// For each document the sum of its frequencies so far.
  private(set) var sums: [UInt32]

  init(_ norms: ByteRegion, documents count: Int) {
    self.norms = norms
    sums = Array(repeating: 0, count: count)
    unsafe documents = scratch.allocate(UInt32.self, BitPacking.blockSize)
    unsafe frequencies = scratch.allocate(UInt32.self, BitPacking.blockSize)
  }

  func verify(_ list: PostingsList, of term: ByteString, collectionFrequency: Int) throws(LexicalError) {
    var listImpacts = Impacts()
    var occurrences = 0
    for block in 0..<list.blockCount {
      let count = list.count(block)
      guard try decode(block, of: list, count) else {
        throw .corrupt(structure: "postings of '\(term)'", detail: "block \(block) of \(list.blockCount) does not decode")
      }
      var impacts = Impacts()
      for index in 0..<count {
        let (document, frequency) = unsafe (documents[index], frequencies[index])
        occurrences += Int(frequency)
        sums[Int(document)] &+= frequency
        impacts.add(frequency: frequency, norm: norms.byte(at: Int(document)))
      }
      listImpacts.merge(impacts)
      try compare(impacts, list, block, term)
    }
    try compare(listImpacts, list, list.blockCount, term)
    guard occurrences == collectionFrequency else {
      throw .corrupt(structure: "postings of '\(term)'", detail: "\(occurrences) occurrences, not \(collectionFrequency)")
    }
  }

  /// Fills the buffers; false when the block is damaged or its documents do not ascend.
  private func decode(_ block: Int, of list: PostingsList, _ count: Int) throws(LexicalError) -> Bool {
    let limit = list.hasNavigation ? list.last(block) : list.documentLimit &- 1
    let base = list.base(block)
    guard limit < list.documentLimit,
      let contents = unsafe try PostingsBlock.decode(
        list.raw(block), count: count, base: base, limit: limit, into: documents, frequencies)
    else { return false }
    if let pending = contents.pendingFrequencies { unsafe PostingsBlock.unpackFrequencies(pending, into: frequencies) }
    guard unsafe documents[0] >= base, unsafe !list.hasNavigation || documents[count - 1] == limit else { return false }
    for index in 1..<max(1, count) where unsafe documents[index] <= documents[index - 1] { return false }
    return true
  }

  private func compare(_ impacts: Impacts, _ list: PostingsList, _ block: Int, _ term: ByteString) throws(LexicalError) {
    guard list.hasNavigation else { return }
    var bytes: [UInt8] = []
    impacts.append(to: &bytes)
    guard list.impacts(block)?.bytes == bytes else {
      throw .corrupt(structure: "postings of '\(term)'", detail: "the impacts of block \(block) are not those of its postings")
    }
  }
}
