public import Bytes

/// A term's counts over the collection.
public struct TermStatistics: Equatable, Sendable {
  /// Documents that contain the term.
  public var documentFrequency: Int
  /// Its occurrences over all documents.
  public var collectionFrequency: Int

  /// Counts.
  public init(documentFrequency: Int, collectionFrequency: Int) {
    self.documentFrequency = documentFrequency
    self.collectionFrequency = collectionFrequency
  }
}

extension TermDictionary.Entry {
  var statistics: TermStatistics {
    TermStatistics(documentFrequency: documentFrequency, collectionFrequency: collectionFrequency)
  }
}

extension LexicalIndex {
  /// The counts of a term, given as the analyser makes it; nil when no document contains it.
  public func statistics(of term: ByteString) throws(LexicalError) -> TermStatistics? {
    try find(term)?.statistics
  }

  func find(_ term: ByteString) throws(LexicalError) -> TermDictionary.Entry? {
    let bytes = term.bytes
    let found = unsafe bytes.withUnsafeBytes { buffer -> Result<TermDictionary.Entry?, LexicalError> in
      guard let base = buffer.baseAddress else { return .success(nil) }
      let region = unsafe ByteRegion(start: base, count: buffer.count)
      return Result { () throws(LexicalError) in try dictionary.find(region) }
    }
    return try found.get()
  }

  /// The postings of a term.
  func list(_ entry: TermDictionary.Entry) throws(LexicalError) -> PostingsList {
    guard entry.documentFrequency >= 1, entry.documentFrequency <= statistics.nonEmptyDocuments else {
      throw .corrupt(structure: "term dictionary", detail: "a document frequency of \(entry.documentFrequency)")
    }
    let bytes = if let single = entry.single { single } else { try postings.list(at: entry.offset, count: entry.listBytes) }
    return try PostingsList(
      bytes, documentFrequency: entry.documentFrequency, blockSize: blockSize, documentLimit: UInt32(statistics.documents))
  }
}
