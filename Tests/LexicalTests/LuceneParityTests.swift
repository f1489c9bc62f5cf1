import Bytes
import Foundation
import Lexical
import TestSupport
import Testing

/// Rows that `Goldens/make.sh` wrote.
private func golden(_ name: String) throws -> [ByteString: [LuceneRow]] {
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
    let pool = try LucenePool.shared.get()
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
    let statistics = try LucenePool.shared.get().index.statistics
    #expect(
      statistics
        == LexicalStatistics(documents: 44_747, nonEmptyDocuments: 44_747, totalTerms: 1_791_212, uniqueTerms: 60_368))
  }

  @Test(arguments: [
    ("bm25-default", BM25Parameters()), ("bm25-tuned", BM25Parameters(k1: 0.82, b: 0.68)),
    ("bm25-accurate", BM25Parameters(lengths: .code)),
  ]) func `the first hundred of every query are Lucene's`(name: String, parameters: BM25Parameters) throws {
    let pool = try LucenePool.shared.get()
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

  @Test func `query likelihood gives every document of every query, with the digits that Anserini prints`() throws {
    let pool = try LucenePool.shared.get()
    let expected = try rowsByQuery(SharedData.lines("data/lucene/qld.run.gz"))
    #expect(expected.count == 97)
    for query in pool.queries {
      let wanted = try #require(expected[query.id])
      let hits = try pool.index.search(query.text, hits: 1000, model: .queryLikelihood(mu: 1000))
      #expect(hits.map { pool.ids[Int($0.document.value)] } == wanted.map(\.document), "query \(query.id)")
      #expect(printedByAnserini(hits.map(\.score)) == wanted.map(\.printed), "query \(query.id)")
    }
  }
}

/// What Anserini 1.7.1 prints for scores in order (`ScoreTiesAdjusterReranker`): rounded to 1e-4 in float64, less 1e-6 in float32 for each tie
/// before.
private func printedByAnserini(_ scores: [Float]) -> [String] {
  var adjusted: [Float] = []
  var ties: Float = 0
  for score in scores {
    var value = Float((Double(score) * 10_000 + 0.5).rounded(.down) / 10_000)
    if let last = adjusted.last, !(last - value > 1e-4) {
      ties += 1
      value -= 1e-6 * ties
    } else {
      ties = 0
    }
    adjusted.append(value)
  }
  return adjusted.map { String(format: "%.6f", Double($0)) }
}
