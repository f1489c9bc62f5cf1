internal import Bytes
internal import Files
public import Ranking

/// Runs in files: TREC's six columns `qid Q0 docid rank score tag`, or MS MARCO's three `qid pid rank`.
public enum RunFile {
  /// What a run file's rows look like.
  public enum Format: String, CaseIterable, Sendable {
    /// `qid Q0 docid rank score tag`.
    case trec
    /// `qid<TAB>pid<TAB>rank`.
    case msmarco
  }

  /// Reads a run: rankings in the order of the file, rows best score first (rows of one score in the order of the file).
  ///
  /// The rank column of a TREC run is ignored, as trec_eval ignores it; a three-column run gets minus its rank as score.
  /// Throws `EvaluationError` (file, line, what was expected; a document twice in a topic names both lines) or `FilesError`.
  public static func read(path: String) throws -> Run { try readTable(path: path).run() }

  /// Reads a run in compact form, for `evaluate`.
  public static func readTable(path: String) throws -> RunTable {
    var rows = RunRows(path: path)
    try rows.read(path: path)
    let table = try rows.finish()
    try table.checkDuplicates()
    return table
  }

  /// Reads bytes already in memory; `path` is for messages.
  public static func readTable(bytes: [UInt8], path: String) throws(EvaluationError) -> RunTable {
    var rows = RunRows(path: path)
    try rows.consumeLines(of: bytes, firstLine: 1)
    let table = try rows.finish()
    try table.checkDuplicates()
    return table
  }

  /// Writes a run beside its target and renames it when whole; compressed when the name ends in .gz or .zst; "-" is standard output.
  ///
  /// Ranks count from 1 in the order of the rows. Printed scores fall strictly within a topic (see `RowScores`), so that
  /// trec_eval ranks the rows as they stand here. Throws `EvaluationError.unwritable` for ids that white space would break.
  public static func write(_ run: Run, to path: String, format: Format) throws {
    var file = try AtomicFile(path: path)
    var block: [UInt8] = []
    for ranking in run.rankings {
      try RunPrinter.append(ranking, tag: run.tag, format: format, to: &block)
      if block.count > 1 << 20 {
        try file.write(block)
        block.removeAll(keepingCapacity: true)
      }
    }
    try file.write(block)
    try file.commit()
  }

  /// The bytes `write` would write, uncompressed.
  public static func bytes(_ run: Run, format: Format) throws(EvaluationError) -> [UInt8] {
    var bytes: [UInt8] = []
    for ranking in run.rankings { try RunPrinter.append(ranking, tag: run.tag, format: format, to: &bytes) }
    return bytes
  }
}
