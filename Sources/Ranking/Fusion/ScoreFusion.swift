public import Bytes

/// Weighted sums of normalised scores.
///
/// A document that a ranking does not hold counts there as its last one, as in Pyserini's hybrid search (pyserini/search/hybrid):
/// it scored no higher. A run without the query counts as 0 for all documents. Documents of one score come in byte order of their ids.
public struct ScoreFusion: Equatable, Sendable {
  /// How the scores of each ranking are normalised.
  public var normalization: ScoreNormalization
  /// One weight a run, in their order.
  public var weights: [Double]
  /// Only so many rows are returned for a query; nil for all.
  public var hits: Int?

  /// A fusion of `weights.count` runs.
  public init(_ normalization: ScoreNormalization, weights: [Double], hits: Int? = nil) {
    self.normalization = normalization
    self.weights = weights
    self.hits = hits
  }

  /// Fuses rankings of one query, one a weight; nil where a run has not got it. A document listed twice in one ranking counts where it
  /// first stands.
  public func fuse(_ rankings: [[RankedDocument]?]) -> [RankedDocument] {
    precondition(rankings.count == weights.count, "one ranking a weight")
    let parts = zip(rankings, weights).compactMap { ranking, weight in ranking.map { contributions(of: $0, weight: weight) } }
    var documents: [DocumentID] = [], known: Set<DocumentID> = []
    for ranking in rankings.compactMap({ $0 }) {
      for row in ranking where known.insert(row.id).inserted { documents.append(row.id) }
    }
    let fused = documents.map { id in
      RankedDocument(id: id, score: parts.reduce(0) { $0 + ($1.scores[id] ?? $1.absent) })
    }
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

  private func contributions(of ranking: [RankedDocument], weight: Double) -> (scores: [DocumentID: Double], absent: Double) {
    let normalised = normalization.apply(to: ranking.map(\.score))
    var scores: [DocumentID: Double] = [:]
    for (row, score) in zip(ranking, normalised) where scores[row.id] == nil { scores[row.id] = weight * score }
    return (scores, weight * (normalised.min() ?? 0))
  }
}
