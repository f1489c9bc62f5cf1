internal import Bytes
internal import Files
public import Ranking

/// One row of a candidate file: a query with a passage to be reranked for it.
public struct Candidate: Equatable, Sendable {
  /// Id and text of the query.
  public var query: Query
  /// Id and text of the passage.
  public var document: Document
  /// Line, from 1.
  public var line: Int
}

/// Streams MS MARCO's top-1000 files: `qid<TAB>pid<TAB>query<TAB>passage`. Bytes of the passage are kept, further tabs and a
/// carriage return at the end of the line included.
public struct CandidateReader: ~Copyable {
  private var lines: LineReader
  private let replaceInvalidUTF8: Bool
  private var lookahead: Line?
  private static let expected = "qid<TAB>pid<TAB>query<TAB>passage"

  /// Opens a file: plain, gzip or zstd; "-" is standard input.
  public init(path: String, replaceInvalidUTF8: Bool = false) throws {
    var reader = try LineReader(path: path, digesting: true)
    let first = try reader.next()
    lines = reader
    lookahead = first
    self.replaceInvalidUTF8 = replaceInvalidUTF8
  }

  /// XXH3-128 digest of the file's contents; complete at the end.
  public var digest: String { lines.digest ?? "" }

  /// The next row, or nil at the end. A final blank line is fine.
  public mutating func next() throws -> Candidate? {
    guard let line = lookahead else { return nil }
    lookahead = try lines.next()
    var bytes = Array(line.bytes)
    if line.number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if lookahead == nil, bytes.span.isBlank { return nil }
    do throws(RecordProblem) {
      if let offset = bytes.span.firstInvalidUTF8 {
        guard replaceInvalidUTF8 else { throw .invalidUTF8(offset: offset) }
        bytes = replacingInvalidUTF8(bytes)
      }
      return try Self.candidate(bytes.span, line: line.number)
    } catch {
      throw CorporaError.badLine(BadRecord(path: lines.path, line: line.number, problem: error))
    }
  }

  private static func candidate(_ row: Span<UInt8>, line: Int) throws(RecordProblem) -> Candidate {
    if row.isBlank { throw .blankLine(expected: expected) }
    var tabs: [Int] = []
    while tabs.count < 3 {
      let start = tabs.last.map { $0 + 1 } ?? 0
      guard let tab = ByteSearch.first(9, in: row, start..<row.count) else { throw .missingTab(expected: expected) }
      tabs.append(tab)
    }
    let query = try checkedID(row.copy(0..<tabs[0]), name: "query id", expected: expected)
    let passage = try checkedID(row.copy((tabs[0] + 1)..<tabs[1]), name: "passage id", expected: expected)
    return Candidate(
      query: Query(id: query, text: row.copy((tabs[1] + 1)..<tabs[2])),
      document: Document(id: passage, text: row.copy((tabs[2] + 1)..<row.count)), line: line)
  }
}
