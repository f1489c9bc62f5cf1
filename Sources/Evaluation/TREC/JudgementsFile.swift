public import Ranking

/// Relevance judgements in files: TREC qrels, MS MARCO's TSV of the same four columns, and BEIR's TSV.
public enum JudgementsFile {
  /// Reads a file: plain, gzip or zstd by content, "-" for standard input. Blank lines and lines that begin with `#` are skipped.
  ///
  /// Throws `EvaluationError` (file, line, what was expected; a pair judged twice names both lines) or `FilesError`.
  public static func read(path: String) throws -> Judgements {
    var rows = JudgementRows(path: path)
    try rows.read(path: path)
    return try rows.finish()
  }

  /// Reads bytes already in memory; `path` is for messages.
  public static func read(bytes: [UInt8], path: String) throws(EvaluationError) -> Judgements {
    var rows = JudgementRows(path: path)
    try rows.consumeLines(of: bytes, firstLine: 1)
    return try rows.finish()
  }
}
