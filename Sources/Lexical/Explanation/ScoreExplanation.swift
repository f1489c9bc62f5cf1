public import Bytes

/// Why a document scores what it scores.
public struct ScoreExplanation: Equatable, Sendable {
  /// One term of the query.
  public struct Term: Equatable, Sendable {
    /// The term.
    public var term: ByteString
    /// Its weight in the query.
    public var weight: Float
    /// Its occurrences in the document; 0 when the document lacks it.
    public var frequency: UInt32 = 0
    /// Its counts over the collection; nil when it is in no document.
    public var statistics: TermStatistics?
    /// Its idf; for query likelihood its probability in the collection. 0 when it is in no document.
    public var rarity = 0.0
    /// What it adds to the score, bit for bit as the search adds it.
    public var score: Float = 0
  }

  /// The model.
  public var model: ScoringModel
  /// The number of terms in the document.
  public var length: Int
  /// The length that the model takes for it.
  public var scoredLength: Int
  /// What the model makes of that length: k1 ((1 - b) + b length / mean), or log(mu / (length + mu)).
  public var norm: Double
  /// The query's terms in their order.
  public var terms: [Term]
  /// The score, bit for bit that of the search; nil when the document contains none of the terms and is never found.
  public var score: Float?
}
