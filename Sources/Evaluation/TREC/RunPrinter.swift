internal import Bytes
internal import Ranking

/// Prints rankings as rows of a run file.
enum RunPrinter {
  /// Appends the rows of one ranking.
  static func append(
    _ ranking: Ranking, tag: ByteString, format: RunFile.Format, to bytes: inout [UInt8]
  ) throws(EvaluationError) {
    try check(ranking, tag, format)
    switch format {
    case .msmarco:
      for (index, row) in ranking.documents.enumerated() {
        bytes.append(contentsOf: ranking.query.bytes)
        bytes.append(9)
        bytes.append(contentsOf: row.id.bytes)
        bytes.append(9)
        append(index + 1, to: &bytes)
        bytes.append(10)
      }
    case .trec:
      try appendRows(ranking, tag, to: &bytes)
    }
  }

  private static func appendRows(_ ranking: Ranking, _ tag: ByteString, to bytes: inout [UInt8]) throws(EvaluationError) {
    let scores: RowScores.Printed
    do { scores = try RowScores.printed(ranking.documents) } catch .unwritable(_, let document, let problem) {
      throw .unwritable(topic: ranking.query.text, document: document, problem: problem)
    }
    let head = ranking.query.bytes + Array(" Q0 ".utf8)
    let tail = [32] + tag.bytes + [10]
    for (index, row) in ranking.documents.enumerated() {
      bytes.append(contentsOf: head)
      bytes.append(contentsOf: row.id.bytes)
      bytes.append(32)
      append(index + 1, to: &bytes)
      bytes.append(32)
      switch scores {
      case .grid(let units):
        if units[index] < 0 { bytes.append(45) }
        FixedDecimal.append(grid: units[index].magnitude, decimals: 6, to: &bytes)
      case .exact(let values):
        bytes.append(contentsOf: Array(values[index].description.utf8))
      }
      bytes.append(contentsOf: tail)
    }
  }

  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    FixedDecimal.append(grid: UInt64(number), decimals: 0, to: &bytes)
  }

  private static func check(_ ranking: Ranking, _ tag: ByteString, _ format: RunFile.Format) throws(EvaluationError) {
    let topic = ranking.query.text
    if ranking.query.isEmpty || ranking.query.containsWhiteSpace || ranking.query.bytes[0] == 35 {
      throw .unwritable(
        topic: topic, document: "", problem: "a topic id in a run is not empty, has no white space and no leading '#'")
    }
    if format == .trec, tag.isEmpty || tag.containsWhiteSpace {
      throw .unwritable(topic: topic, document: "", problem: "the tag '\(tag)' is empty or has white space")
    }
    for row in ranking.documents where row.id.isEmpty || row.id.containsWhiteSpace {
      throw .unwritable(
        topic: topic, document: row.id.text, problem: "a document id in a run is not empty and has no white space")
    }
  }
}
