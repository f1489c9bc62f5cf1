internal import Files

/// Streams the examples of training files, one after the other; memory is a block of a file and one example.
///
/// Files are plain, gzip or zstd, told by content. A wrong line is an error that names it; nothing is skipped but lines that hold a
/// query without any passage, which are counted. Parquet files are converted first, in one line:
/// `duckdb -c "COPY (FROM 'train.parquet') TO 'train.jsonl' (FORMAT json)"`, or
/// `python -c "import pandas; pandas.read_parquet('train.parquet').to_json('train.jsonl', orient='records', lines=True)"`.
public final class TrainingFile: ExampleReader {
  /// The files.
  public let paths: [String]
  /// The format; `auto` until the first file has been looked at.
  public private(set) var format: TrainingFormat
  /// Lines so far that held a query but no passage.
  public private(set) var emptyCount = 0
  private let options: TrainingFileOptions
  private var opened = 0
  private var lines: TrainingLines?
  private var records: any ExampleRecords = TextTriples()

  /// Opens files of one format. Those that can be opened twice are, so that a missing one is an error now.
  public init(paths: [String], format: TrainingFormat = .auto, options: TrainingFileOptions = TrainingFileOptions()) throws {
    if paths.isEmpty { throw CorporaError.noInput }
    self.paths = paths
    self.format = format
    self.options = options
    for path in paths where path != "-" && (Paths.isRegularFile(path) || !Paths.exists(path)) { _ = try ByteReader(path: path) }
    if format != .auto { records = try format.records(options, file: paths[0]) }
  }

  /// The next example, or nil at the end.
  public func next() throws -> TrainingExample? {
    while true {
      guard let lines = try currentLines() else { return nil }
      guard let line = try lines.next() else {
        self.lines = nil
        continue
      }
      if format == .auto { try detect(line.bytes, path: lines.path) }
      if let example = try example(line, path: lines.path) { return example }
      emptyCount += 1
    }
  }

  private func example(_ line: (number: Int, bytes: [UInt8]), path: String) throws -> TrainingExample? {
    do {
      return try records.example(line.bytes.span, at: ExampleSource(file: path, line: line.number))
    } catch let problem as RecordProblem {
      throw CorporaError.badLine(BadRecord(path: path, line: line.number, problem: problem))
    }
  }

  private func detect(_ line: [UInt8], path: String) throws {
    guard let found = TrainingFormat.detect(line.span) else {
      let known = TrainingFormat.allCases.filter { $0 != .auto }.map(\.rawValue)
      throw TrainingDataError.unknownFormat(file: path, beginning: firstLine(line), known: known)
    }
    format = found
    records = try found.records(options, file: path)
  }

  private func currentLines() throws -> TrainingLines? {
    if let lines { return lines }
    guard opened < paths.count else { return nil }
    lines = try TrainingLines(path: paths[opened], replaceInvalidUTF8: options.replaceInvalidUTF8)
    opened += 1
    return lines
  }
}
