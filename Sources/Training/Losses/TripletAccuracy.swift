/// The share of triples whose positive is nearer to the query than the negative: d(a, p) < d(a, n).
///
/// Source: sentence-transformers' TripletEvaluator; a tie counts as wrong.
public struct TripletAccuracy: Sendable {
  /// What nearness is.
  public let similarity: Similarity
  /// Triples seen.
  public private(set) var triples = 0
  /// Triples in the right order.
  public private(set) var correct = 0

  /// Of no triples yet.
  public init(_ similarity: Similarity) { self.similarity = similarity }

  /// Correct over seen; nil before the first triple.
  public var share: Double? { triples == 0 ? nil : Double(correct) / Double(triples) }

  /// Counts every positive (label above 0) against every negative of each example, as `Loss.prepared` labels them. Rows are a query, then its passages.
  public mutating func add(_ batch: LossBatch) {
    for example in batch.examples {
      let rows = example.rows.map { batch.row($0) }
      let scores = rows.dropFirst().map { similarity.score(rows[0], $0) }
      for (positive, _) in zip(scores, example.labels).filter({ $0.1 > 0 }) {
        let negatives = zip(scores, example.labels).filter { $0.1 <= 0 }
        triples += negatives.count
        correct += negatives.count { $0.0 < positive }
      }
    }
  }
}
