public import Bytes

/// Weighted sums of normalised scores.
///
/// A run without the query counts as 0 for all documents. Documents of one score come in byte order of their ids.
public struct ScoreFusion: Equatable, Sendable {
  /// How the scores of each ranking are normalised.
  public var normalization: ScoreNormalization
  /// What a document counts in a ranking that does not hold it.
  public var missing: MissingScore
  /// One weight a run, in their order.
  public var weights: [Double]
  /// Only so many rows are returned for a query; nil for all.
  public var hits: Int?

  /// A fusion of `weights.count` runs.
  public init(_ normalization: ScoreNormalization, weights: [Double], missing: MissingScore = .last, hits: Int? = nil) {
    self.normalization = normalization
    self.missing = missing
    self.weights = weights
    self.hits = hits
  }

  /// Fuses rankings of one query, one a weight; nil where a run has not got it. A document listed twice in one ranking counts where it
  /// first stands.
  public func fuse(_ rankings: [[RankedDocument]?]) -> [RankedDocument] {
    precondition(rankings.count == weights.count, "one ranking a weight")
    let aligned = AlignedRankings(rankings, normalization, missing: missing)
    let fused = zip(aligned.documents, aligned.sums(weights)).map { RankedDocument(id: $0, score: $1) }
    let sorted = fused.sorted { $0.score == $1.score ? $0.id < $1.id : $0.score > $1.score }
    return hits.map { Array(sorted.prefix(max(0, $0))) } ?? sorted
  }

  /// Fuses runs query by query: queries in the order of the first run, then those only later runs have.
  public func fuse(_ runs: [Run], tag: ByteString) -> Run {
    var queries: [QueryID] = [], rankings: [QueryID: [[RankedDocument]?]] = [:]
    for (number, run) in runs.enumerated() {
      for ranking in run.rankings {
        if rankings[ranking.query] == nil { queries.append(ranking.query) }
        rankings[ranking.query, default: Array(repeating: nil, count: runs.count)][number] = ranking.documents
      }
    }
    return Run(tag: tag, rankings: queries.map { Ranking(query: $0, documents: fuse(rankings[$0] ?? [])) })
  }
}
