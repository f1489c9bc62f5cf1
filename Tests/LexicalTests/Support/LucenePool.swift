import Bytes
import Foundation
import Lexical
import TestSupport

/// One row of a run file.
struct LuceneRow: Equatable {
  var document: ByteString
  /// As it is printed.
  var printed: String

  var score: Double { Double(printed) ?? .nan }
}

/// The pool of real passages with what Lucene answers over it (shared/data/lucene/README.md).
final class LucenePool: Sendable {
  static let shared = Result { try LucenePool() }

  let ids: [ByteString]
  let index: LexicalIndex
  let queries: [(id: ByteString, text: [UInt8])]
  private let built: BuiltIndex

  init() throws {
    let passages = try SharedData.lines("data/msmarco-dl/passages.jsonl.zst").map { try JSONValue(parsing: Array($0)) }
    let rows = passages.map { (id: $0["id"]!.string!, text: $0["text"]!.string!) }.sorted { $0.id < $1.id }
    ids = rows.map(\.id)
    built = try BuiltIndex(texts: rows.map(\.text.bytes))
    index = built.index
    queries = try ["dl19", "dl20"].flatMap { year in
      try SharedData.lines("data/msmarco-dl/queries.\(year).tsv").map { line in
        let fields = line.split(separator: 9, maxSplits: 1)
        return (ByteString(fields[0]), Array(fields[1]))
      }
    }
  }
}

/// The rows of a run by query.
func rowsByQuery(_ lines: [ArraySlice<UInt8>]) -> [ByteString: [LuceneRow]] {
  lines.reduce(into: [:]) { rows, line in
    let fields = line.split(separator: 32)
    rows[ByteString(fields[0]), default: []].append(
      LuceneRow(document: ByteString(fields[2]), printed: String(decoding: fields[4], as: UTF8.self)))
  }
}
