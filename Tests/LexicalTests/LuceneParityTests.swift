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
}

/// The rows of a run by query.
private func rowsByQuery(_ lines: [ArraySlice<UInt8>]) -> [ByteString: [Row]] {
  lines.reduce(into: [:]) { rows, line in
    let fields = line.split(separator: 32)
    rows[ByteString(fields[0]), default: []].append(
      Row(document: ByteString(fields[2]), score: Double(String(decoding: fields[4], as: UTF8.self))!))
  }
}

/// Rows that `Goldens/make.sh` wrote.
private func golden(_ name: String) throws -> [ByteString: [Row]] {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens/\(name).run")
  return rowsByQuery([UInt8](try Data(contentsOf: file)).split(separator: 10))
}

@Suite(.enabled(if: SharedData.available, "needs ../shared")) struct `parity with Lucene` {
  @Test func `CACM has Lucene's ten best with their scores`() throws {
    let documents = try SharedData.lines("data/cacm/cacm.json").map { try JSONValue(parsing: Array($0)) }
    let rows = documents.map { (id: $0["id"]!.string!, text: $0["contents"]!.string!) }.sorted { $0.id < $1.id }
    let index = try BuiltIndex(texts: rows.map(\.text.bytes))
    let topics = try String(decoding: SharedData.bytes("data/cacm/topics.cacm.txt"), as: UTF8.self).components(
      separatedBy: "</DOCNO>")
    let expected = try golden("cacm")
    #expect(expected.count == 64)
    for (number, topic) in topics.dropFirst().enumerated() {
      let text = Array(topic.components(separatedBy: "</DOC>")[0].utf8)
      let hits = try index.index.search(text, hits: 10)
      let wanted = try #require(expected[ByteString("\(number + 1)")])
      #expect(hits.map { rows[Int($0.document.value)].id } == wanted.map(\.document), "topic \(number + 1)")
      #expect(zip(hits, wanted).allSatisfy { abs(Double($0.score) - $1.score) <= 1e-4 }, "topic \(number + 1)")
    }
  }

  @Test func `exact lengths give Lucene's ten best with their scores`() throws {
    let pool = try Pool.shared.get()
    let expected = try golden("pool-exact-lengths")
    #expect(expected.count == 97)
    for query in pool.queries {
      let hits = try pool.index.search(query.text, hits: 10, parameters: BM25Parameters(lengths: .exact))
      guard let wanted = expected[query.id] else { continue }
      #expect(hits.map { pool.ids[Int($0.document.value)] } == wanted.map(\.document), "query \(query.id)")
      #expect(zip(hits, wanted).allSatisfy { abs(Double($0.score) - $1.score) <= 1e-4 }, "query \(query.id)")
    }
  }

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
    let expected = try rowsByQuery(SharedData.lines("data/lucene/\(name).run.gz"))
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
    #expect(worst <= 1e-4, "the greatest difference of scores")
    #expect(differing.count == 0, "first \(differing.first ?? ""), \(differing.count) places")
  }
}
