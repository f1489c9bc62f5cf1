/// A part of the inverted index with its terms in byte order: in memory, or in a run.
///
/// Segments of one run share its documents, each holding some; segments of different runs have no documents in common.
protocol SortedSegment: Sendable {
  associatedtype Terms: SortedTerms
  /// Terms in ascending order, each with the bytes or postings from it to the next: where the work can be cut.
  var marks: [TermMark] { get }
  /// The terms from `lower` to before `upper`; nil for no bound.
  func terms(from lower: ByteRegion?, before upper: ByteRegion?) throws(LexicalError) -> Terms
}

/// A place among the terms of a segment.
struct TermMark: Sendable {
  var term: ByteRegion
  var weight: Int
}

/// Terms of a segment one after another, strictly ascending.
protocol SortedTerms {
  /// The documents of the run that the segment is of.
  var documents: Range<UInt32> { get }
  /// The current term; nil behind the last one.
  var current: TermPostings? { get }
  /// Goes to the next term.
  mutating func advance() throws(LexicalError)
  /// An error that says where these terms come from.
  func damaged(_ detail: String) -> LexicalError
}
