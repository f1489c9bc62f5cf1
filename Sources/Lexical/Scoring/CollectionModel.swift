/// A scoring model over one collection.
protocol CollectionModel {
  /// What becomes of a document's length.
  associatedtype Lengths: LengthFunction
  /// The score of one term's postings.
  associatedtype Formula: TermFormula where Formula.Norm == Lengths.Norm
  /// The same for all terms.
  var lengths: Lengths { get }
  /// The formula of a term that weighs this much in the query.
  func formula(_ term: TermStatistics, weight: Float) -> Formula
}

/// What a score needs of a document's length. Falls, or rises, monotonically with it.
protocol LengthFunction: BitwiseCopyable {
  associatedtype Norm: BitwiseCopyable
  func norm(of length: Float) -> Norm
}

/// The score of a posting from its frequency and its document's length. All scores are >= 0 and at most `ceiling`.
protocol TermFormula: BitwiseCopyable {
  associatedtype Norm: BitwiseCopyable
  var ceiling: Float { get }
  func score(frequency: UInt32, norm: Norm) -> Float
  /// No posting with this frequency or a lower one, in a document of this length or a longer one, scores above it.
  func bound(frequency: UInt32, norm: Norm) -> Float
}

extension TermFormula {
  /// Where every step of `score` rounds monotonically, the score is the bound itself.
  @inline(__always)
  func bound(frequency: UInt32, norm: Norm) -> Float { score(frequency: frequency, norm: norm) }
}
