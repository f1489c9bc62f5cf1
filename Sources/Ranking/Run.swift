public import Bytes

/// One row of a ranking outside an index: an external id and a score.
public struct RankedDocument: Equatable, Sendable {
  /// External id.
  public var id: DocumentID
  /// Score, in double precision so that run files survive a round trip.
  public var score: Double

  /// A row.
  public init(id: DocumentID, score: Double) {
    self.id = id
    self.score = score
  }
}

/// The ranking of one query, best first.
public struct Ranking: Equatable, Sendable {
  /// Which query.
  public var query: QueryID
  /// Rows in result order. No document twice.
  public var documents: [RankedDocument]

  /// A ranking.
  public init(query: QueryID, documents: [RankedDocument]) {
    self.query = query
    self.documents = documents
  }
}

/// A run: rankings of several queries in the order of the query file (or, when read, of the run file). No query twice.
public struct Run: Equatable, Sendable {
  /// Name of the system, the last column of a TREC run.
  public var tag: ByteString
  /// One ranking a query.
  public var rankings: [Ranking]

  /// A run.
  public init(tag: ByteString, rankings: [Ranking]) {
    self.tag = tag
    self.rankings = rankings
  }
}
