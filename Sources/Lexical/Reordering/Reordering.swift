internal import Parallelism

/// Finds an order in which documents with common terms are neighbours, so that postings take fewer bytes and searches skip more of them.
/// The order depends on the documents and their present order, not on threads. See `GraphBisection`.
public struct Reordering {
  /// How documents are ordered, for an index's recipe. Another order gets another name.
  public static let name = "recursive graph bisection"

  private let index: LexicalIndex
  private let placing: PlacingTerms

  /// Chooses the terms by which an index's documents are placed.
  /// - Throws: `LexicalError.corrupt`.
  public init(_ index: LexicalIndex) throws(LexicalError) {
    self.index = index
    placing = try PlacingTerms(index)
  }

  /// Number of those terms.
  public var terms: Int { placing.lists.count }

  /// Their postings.
  public var postings: Int { placing.postings }

  /// The steps `order` makes: every document takes part in so many splits.
  public var levels: Int { GraphBisection.levels(documents: index.statistics.documents) }

  /// The anonymous memory of `order`, in bytes.
  public func neededBytes(threads: Int) -> Int {
    let documents = index.statistics.documents
    return ForwardIndex.bytes(documents: documents, postings: postings)
      + GraphBisection.bytes(documents: documents, termCount: terms, threads: threads)
  }

  /// Finds the order.
  /// - Parameter progress: told how many documents a split held; in the end they are at most `levels` times the documents.
  /// - Throws: `LexicalError.corrupt`.
  public func order(threads: Int, progress: @escaping @Sendable (Int) -> Void = { _ in }) throws -> DocumentOrder {
    let forward = try ForwardIndex(placing, documents: index.statistics.documents, threads: threads)
    return DocumentOrder(previous: try GraphBisection(forward, threads: threads).order(progress: progress))
  }
}
