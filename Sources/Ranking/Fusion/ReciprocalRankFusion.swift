public import Bytes

/// Reciprocal rank fusion: a document's score is the sum over rankings of 1 / (k + rank), ranks from 1.
///
/// Source: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods",
/// SIGIR 2009, with their k of 60. Scores are double; documents of one score come in byte order of their ids. A document's
/// terms are added from the smallest to the largest, so the order in which rankings are given does not matter.
public struct ReciprocalRankFusion: Equatable, Sendable {
  /// Softens the weight of the first ranks; at least 0.
  public var k: Int
  /// Only so many rows of each ranking take part; nil for all.
  public var depth: Int?
  /// Only so many rows are returned for a query; nil for all.
  public var hits: Int?

  /// A fusion; a negative k counts as 0.
  public init(k: Int = 60, depth: Int? = nil, hits: Int? = nil) {
    self.k = max(0, k)
    self.depth = depth
    self.hits = hits
  }

  /// Fuses rankings of one query, whatever query they name. A document listed twice in one ranking counts where it first stands.
  public func fuse(_ rankings: [[RankedDocument]]) -> [RankedDocument] {
    var places: [DocumentID: Int] = [:]
    var documents: [DocumentID] = []
    var ranks: [[Int]] = []
    for ranking in rankings {
      var seen: Set<DocumentID> = []
      for (index, row) in ranking.prefix(max(0, depth ?? .max)).enumerated() where seen.insert(row.id).inserted {
        if let place = places[row.id] {
          ranks[place].append(index + 1)
        } else {
          places[row.id] = documents.count
          documents.append(row.id)
          ranks.append([index + 1])
        }
      }
    }
    let fused = zip(documents, ranks).map { RankedDocument(id: $0, score: score($1)) }
    let sorted = fused.sorted { $0.score == $1.score ? $0.id < $1.id : $0.score > $1.score }
    return hits.map { Array(sorted.prefix(max(0, $0))) } ?? sorted
  }

  /// Fuses runs query by query: queries in the order of the first run, then those only later runs have.
  public func fuse(_ runs: [Run], tag: ByteString) -> Run {
    var places: [QueryID: Int] = [:]
    var queries: [QueryID] = []
    var rankings: [[[RankedDocument]]] = []
    for run in runs {
      for ranking in run.rankings {
        if let place = places[ranking.query] {
          rankings[place].append(ranking.documents)
        } else {
          places[ranking.query] = queries.count
          queries.append(ranking.query)
          rankings.append([ranking.documents])
        }
      }
    }
    return Run(tag: tag, rankings: zip(queries, rankings).map { Ranking(query: $0, documents: fuse($1)) })
  }

  private func score(_ ranks: [Int]) -> Double {
    ranks.sorted(by: >).reduce(0) { $0 + 1 / (Double(k) + Double($1)) }
  }
}
