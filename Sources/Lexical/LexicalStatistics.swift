/// Counts over a whole collection, as Lucene reports them.
public struct LexicalStatistics: Equatable, Sendable {
  /// All documents, also those without a term.
  public var documents: Int
  /// Documents with at least one term: BM25's N.
  public var nonEmptyDocuments: Int
  /// Occurrences of terms over all documents.
  public var totalTerms: Int
  /// Distinct terms.
  public var uniqueTerms: Int

  /// Counts.
  public init(documents: Int = 0, nonEmptyDocuments: Int = 0, totalTerms: Int = 0, uniqueTerms: Int = 0) {
    self.documents = documents
    self.nonEmptyDocuments = nonEmptyDocuments
    self.totalTerms = totalTerms
    self.uniqueTerms = uniqueTerms
  }

  /// Mean length of the non-empty documents in float32, as Lucene computes it; 1 when there is none.
  public var averageLength: Float {
    nonEmptyDocuments == 0 ? 1 : Float(Double(totalTerms) / Double(nonEmptyDocuments))
  }
}
