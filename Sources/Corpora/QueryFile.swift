internal import Bytes
internal import Files
public import Ranking

/// The queries of a file, in file order: `qid<TAB>text`, JSONL (BEIR's `queries.jsonl`; with `vector` also weighted terms), or TREC topics, told by content.
///
/// A folder stands for its `queries.jsonl`. An empty query is allowed but named in `warnings`. Nothing is skipped: a wrong line
/// is an error.
public struct QueryFile: Sendable {
  /// The queries; no id twice.
  public let queries: [Query]
  /// Line, from 1, of each query.
  public let lines: [Int]
  /// Sentences about what is odd though not wrong, such as an empty query.
  public let warnings: [String]

  /// Reads a file: plain, gzip or zstd; "-" is standard input.
  public init(path: String, replaceInvalidUTF8: Bool = false) throws {
    let names = ["queries.jsonl", "queries.jsonl.gz", "queries.jsonl.zst", "queries.tsv"]
    let file = try resolveFolder(path, names: names)
    var bytes = try readWhole(path: file)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let found = try QueryParser(path: file, replaceInvalidUTF8: replaceInvalidUTF8).parse(bytes)
    queries = found.map(\.query)
    lines = found.map(\.line)
    warnings =
      found.isEmpty
      ? ["\(file) has no query"]
      : found.filter { $0.query.isEmpty }.map { "\(file):\($0.line): query \($0.query.id) is empty" }
    try refuseDuplicates(path: file)
  }

  private func refuseDuplicates(path: String) throws(CorporaError) {
    var seen: [QueryID: Int] = [:]
    for (query, line) in zip(queries, lines) {
      if let first = seen.updateValue(line, forKey: query.id) {
        throw .duplicateQuery(path: path, id: query.id, first: first, second: line)
      }
    }
  }

  /// The queries of a file.
  public static func read(path: String, replaceInvalidUTF8: Bool = false) throws -> [Query] {
    try QueryFile(path: path, replaceInvalidUTF8: replaceInvalidUTF8).queries
  }
}

extension Query {
  /// Nothing to search for.
  fileprivate var isEmpty: Bool { vector.map(\.isEmpty) ?? text.span.isBlank }
}
