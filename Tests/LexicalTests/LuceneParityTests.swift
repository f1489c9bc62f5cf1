import Bytes
import Foundation
import Lexical
import TestSupport
import Testing

/// One row of a run file.
private struct Row {
  var document: ByteString
  var score: Double
}

/// The pool of real passages with what Lucene answers over it (shared/data/lucene/README.md).
private final class Pool: Sendable {
  static let shared = Result { try Pool() }

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

  /// Lucene's rows by query.
  func run(_ name: String) throws -> [ByteString: [Row]] {
    try SharedData.lines("data/lucene/\(name).run.gz").reduce(into: [:]) { rows, line in
      let fields = line.split(separator: 32)
      rows[ByteString(fields[0]), default: []].append(
        Row(document: ByteString(fields[2]), score: Double(String(decoding: fields[4], as: UTF8.self))!))
    }
  }
}

@Suite(.enabled(if: SharedData.available, "needs ../shared")) struct `parity with Lucene` {
  @Test func `the pool has Lucene's counts`() throws {
    let statistics = try Pool.shared.get().index.statistics
    #expect(
      statistics
        == LexicalStatistics(documents: 44_747, nonEmptyDocuments: 44_747, totalTerms: 1_791_212, uniqueTerms: 60_368))
  }

  @Test(arguments: [
    ("bm25-default", BM25Parameters()), ("bm25-tuned", BM25Parameters(k1: 0.82, b: 0.68)),
    ("bm25-accurate", BM25Parameters(lengths: .code)),
  ]) func `the first hundred of every query are Lucene's`(name: String, parameters: BM25Parameters) throws {
    let pool = try Pool.shared.get()
    let expected = try pool.run(name)
    var worst = 0.0
    var differing: [String] = []
    for query in pool.queries {
      guard let rows = expected[query.id] else { continue }
      let hits = try pool.index.search(query.text, hits: 1000, parameters: parameters)
      #expect(hits.count == rows.count)
      for (rank, (hit, row)) in zip(hits, rows).enumerated() {
        worst = max(worst, abs(Double(hit.score) - row.score))
        if rank < 100, pool.ids[Int(hit.document.value)] != row.document { differing.append("\(query.id) rank \(rank + 1)") }
      }
    }
    #expect(worst <= 2e-4, "the greatest difference of scores")
    #expect(differing.count == 0, "first \(differing.first ?? ""), \(differing.count) places")
  }
}
