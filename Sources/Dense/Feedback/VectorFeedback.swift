public import Ranking

/// Pseudo-relevance feedback over vectors: a second query made of the first one and of the vectors of its best hits (Li, Mourad, Zhuang,
/// Koopman, Zuccon, arXiv:2108.11044), as Pyserini's `DenseVectorAveragePrf` and `DenseVectorRocchioPrf` compute it
/// (pyserini/search/faiss/_prf.py).
///
/// Vectors are taken as they are stored, so with `cosine` those of documents have unit length. The query is taken as it is given, but with
/// `cosine` brought to unit length first; the new query is brought to unit length when it is searched.
public struct VectorFeedback: Equatable, Sendable {
  /// How the new query is made.
  public enum Method: Equatable, Sendable {
    /// The mean of the query and the vectors of the best hits.
    case average
    /// The query moved towards the best hits, and away from hits far below them.
    case rocchio(Rocchio)
  }

  /// alpha * query + beta * mean of the best hits - gamma * mean of the last hits; the defaults are Pyserini's.
  public struct Rocchio: Equatable, Sendable {
    /// Weight of the query.
    public var alpha: Float = 0.9
    /// Weight of the best hits.
    public var beta: Float = 0.1
    /// Weight of the last hits.
    public var gamma: Float = 0.1
    /// How many of the last hits are taken.
    public var negatives = 0
    /// The last hits are those of so many first ones; only with `negatives` above 0.
    public var depth = 1000

    /// The defaults.
    public init() {}
  }

  /// How.
  public var method: Method
  /// Best hits whose vectors are taken; where there are fewer, those there are.
  public var documents: Int

  /// Feedback.
  public init(_ method: Method, documents: Int = 3) {
    self.method = method
    self.documents = documents
  }

  /// Hits that the first search has to find.
  public var depth: Int {
    if case .rocchio(let rocchio) = method, rocchio.negatives > 0 { return max(documents, rocchio.depth) }
    return documents
  }

  /// - Throws: `DenseError.feedback` for no documents, negatives that overlap with them or weights that are not finite.
  public func check() throws(DenseError) {
    guard documents > 0 else { throw .feedback(reason: "takes at least one document") }
    guard case .rocchio(let rocchio) = method else { return }
    guard [rocchio.alpha, rocchio.beta, rocchio.gamma].allSatisfy(\.isFinite) else {
      throw .feedback(reason: "has weights that are finite")
    }
    guard rocchio.alpha != 0 || rocchio.beta != 0 else {
      throw .feedback(reason: "weighs the query or the best hits: alpha and beta are both 0")
    }
    let (taken, overflow) = documents.addingReportingOverflow(rocchio.negatives)
    guard rocchio.negatives >= 0, rocchio.negatives == 0 || !overflow && taken <= rocchio.depth else {
      throw .feedback(
        reason: "takes the last \(rocchio.negatives) of \(rocchio.depth) hits behind the \(documents) best: there are not so many"
      )
    }
  }

  /// The new queries, row by row. A query without hits stays as it is.
  ///
  /// Sums run in float32 over the hits in order, as numpy's mean over rows does: the same bits on every path.
  /// - Parameters:
  ///   - queries: the first queries, row-major, `set.description.dimension` numbers each.
  ///   - hits: the first `depth` hits of each query, best first.
  /// - Throws: what `search` throws of queries, and `DenseError.dimension` when there is not one ranking a query.
  public func queries(_ queries: [Float], hits: [[Hit]], in set: VectorSet) throws -> [Float] {
    let searched = try SearchedQueries(queries, set.description)
    guard hits.count == searched.count else {
      throw DenseError.dimension(expected: hits.count * searched.dimension, found: queries.count)
    }
    return hits.indices.flatMap { number in
      query(Array(searched[number..<number + 1]), hits[number].map(\.document.value)) { set.vector(of: Int($0)) }
    }
  }

  private func query(_ query: [Float], _ hits: [UInt32], vector: (UInt32) -> [Float]) -> [Float] {
    guard !hits.isEmpty else { return query }
    let best = hits.prefix(documents).map(vector)
    guard case .rocchio(let rocchio) = method else { return Self.mean([query] + best) }
    let toward = Self.mean(best)
    var moved = query.indices.map { rocchio.alpha * query[$0] + rocchio.beta * toward[$0] }
    // Where hits are few, what is among the best is not taken for a negative.
    let last = hits.dropFirst(documents).suffix(rocchio.negatives).map(vector)
    if !last.isEmpty {
      let away = Self.mean(last)
      for place in moved.indices { moved[place] -= rocchio.gamma * away[place] }
    }
    return moved
  }

  /// Precondition: there is a row.
  private static func mean(_ rows: [[Float]]) -> [Float] {
    var sum = rows[0]
    for row in rows.dropFirst() {
      for place in sum.indices { sum[place] += row[place] }
    }
    return sum.map { $0 / Float(rows.count) }
  }
}
