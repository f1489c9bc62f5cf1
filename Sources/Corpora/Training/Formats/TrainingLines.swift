internal import Files

/// The lines of a training file, one after the other: without a byte order mark, and without the carriage return of CRLF.
final class TrainingLines {
  let path: String
  private var lines: LineReader
  private let replaceInvalidUTF8: Bool
  private var lookahead: Line?

  init(path: String, replaceInvalidUTF8: Bool) throws {
    var reader = try LineReader(path: path, strippingCarriageReturn: true)
    lookahead = try reader.next()
    lines = reader
    self.path = path
    self.replaceInvalidUTF8 = replaceInvalidUTF8
  }

  /// The next line, or nil at the end; final blank lines are passed over only when there is one.
  func next() throws -> (number: Int, bytes: [UInt8])? {
    guard let line = lookahead else { return nil }
    lookahead = try lines.next()
    var bytes = Array(line.bytes)
    if line.number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if lookahead == nil, bytes.span.isBlank { return nil }
    if let offset = bytes.span.firstInvalidUTF8 {
      guard replaceInvalidUTF8 else {
        throw CorporaError.badLine(BadRecord(path: path, line: line.number, problem: .invalidUTF8(offset: offset)))
      }
      bytes = replacingInvalidUTF8(bytes)
    }
    return (line.number, bytes)
  }

  /// The columns of a line: at least `least` and at most `most`.
  static func columns(_ line: Span<UInt8>, _ count: ClosedRange<Int>, expected: String) throws(RecordProblem) -> [[UInt8]] {
    if line.isBlank { throw .blankLine(expected: expected) }
    var columns: [[UInt8]] = []
    var start = 0
    while let tab = ByteSearch.first(9, in: line, start..<line.count) {
      columns.append(line.copy(start..<tab))
      start = tab + 1
    }
    columns.append(line.copy(start..<line.count))
    if columns.count < count.lowerBound { throw .missingTab(expected: expected) }
    if columns.count > count.upperBound { throw .columns(found: columns.count, expected: expected) }
    return columns
  }
}
