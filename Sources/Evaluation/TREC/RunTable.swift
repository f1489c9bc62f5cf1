public import Bytes
public import Ranking

/// A run as read from a file, compact: about 24 bytes a row and the bytes of the ids, nothing allocated by row.
///
/// Rows of a topic lie together, in the order of the file. `evaluate` works on this; `run()` gives the same as a `Run`.
public struct RunTable: Sendable {
  /// One row: where its document id lies in the pool, its score, and its line in the file (0 when there is none).
  struct Row: Sendable {
    var score: Double
    var start: Int
    var count: UInt32
    var line: UInt32
  }

  /// The file, for messages.
  public internal(set) var path: String
  /// The last column of the last row, as trec_eval takes it.
  public internal(set) var tag: ByteString = ""
  /// Topics in the order of their first row.
  public internal(set) var topics: [QueryID] = []
  var pool: [UInt8] = []
  var rows: [Row] = []
  /// Rows of each topic.
  var ranges: [Range<Int>] = []

  init(path: String) { self.path = path }

  /// Number of rows.
  public var rowCount: Int { rows.count }

  /// A table of a run in memory, its rows in result order.
  public init(_ run: Run, path: String = "run") {
    self.init(path: path)
    tag = run.tag
    rows.reserveCapacity(run.rankings.reduce(0) { $0 + $1.documents.count })
    for ranking in run.rankings {
      let first = rows.count
      for document in ranking.documents {
        rows.append(Row(score: document.score, start: pool.count, count: UInt32(clamping: document.id.count), line: 0))
        pool.append(contentsOf: document.id.bytes)
      }
      topics.append(ranking.query)
      ranges.append(first..<rows.count)
    }
  }

  /// The id of a row's document.
  func document(_ row: Row) -> DocumentID { ByteString(pool[row.start..<row.start + Int(row.count)]) }

  /// The run: per topic by score descending, rows of one score in the order of the file.
  public func run() -> Run {
    var rankings: [Ranking] = []
    rankings.reserveCapacity(topics.count)
    for (topic, range) in zip(topics, ranges) {
      var documents = range.map { RankedDocument(id: document(rows[$0]), score: rows[$0].score) }
      let falls = zip(documents, documents.dropFirst()).allSatisfy { $0.score >= $1.score }
      // The standard library's sort is stable.
      if !falls { documents.sort { $0.score > $1.score } }
      rankings.append(Ranking(query: topic, documents: documents))
    }
    return Run(tag: tag, rankings: rankings)
  }
}
