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

/// The first place where two rankings differ, in words; nil when they are the same to the last digit.
private func difference(_ found: [LuceneRow], _ wanted: [LuceneRow]) -> String? {
  if found.count != wanted.count { return "\(found.count) rows, wanted \(wanted.count)" }
  guard let rank = zip(found, wanted).enumerated().first(where: { $1.0 != $1.1 })?.offset else { return nil }
  return "rank \(rank + 1): \(found[rank]), wanted \(wanted[rank])"
}

@Suite(.enabled(if: SharedData.available, "needs ../shared")) struct `parity with Lucene` {
  @Test func `CACM's thirty best are Lucene's, with the digits that Anserini prints`() throws {
    let collection = try FeedbackCollection.wholeCACM.get()
    let expected = try rowsByQuery(SharedData.lines("data/cacm/cacm-bm25.txt"))
    #expect(expected.count == 64 && collection.queries.count == 64)
    for query in collection.queries {
      let rows = collection.rows(try collection.index.search(query.text, hits: 30))
      #expect(difference(rows, try #require(expected[query.id])) == nil, "topic \(query.id)")
    }
  }

  @Test func `exact lengths give Lucene's ten best, with the digits that Anserini prints`() throws {
    let expected = try golden("pool-exact-lengths")
    #expect(expected.count == 97)
    try compare(expected, .bm25(BM25Parameters(lengths: .exact)), hits: 10)
  }

  @Test func `the pool has Lucene's counts`() throws {
    let statistics = try LucenePool.shared.get().index.statistics
    #expect(
      statistics
        == LexicalStatistics(documents: 44_747, nonEmptyDocuments: 44_747, totalTerms: 1_791_212, uniqueTerms: 60_368))
  }

  @Test(
    arguments: [
      ("bm25-default", .bm25()), ("bm25-tuned", .bm25(BM25Parameters(k1: 0.82, b: 0.68))),
      ("bm25-accurate", .bm25(BM25Parameters(lengths: .code))), ("qld", .queryLikelihood(mu: 1000)),
    ] as [(String, ScoringModel)]) func `the pool's thousand best are Lucene's, with the digits that Anserini prints`(
      name: String, model: ScoringModel
    ) throws
  {
    let expected = try rowsByQuery(SharedData.lines("data/lucene/\(name).run.gz"))
    #expect(expected.count == 97)
    try compare(expected, model, hits: 1000)
  }

  private func compare(_ expected: [ByteString: [LuceneRow]], _ model: ScoringModel, hits: Int) throws {
    let pool = try LucenePool.shared.get()
    #expect(pool.queries.count { expected[$0.id] != nil } == expected.count)
    for query in pool.queries {
      guard let wanted = expected[query.id] else { continue }
      let found = try pool.index.search(query.text, hits: hits, model: model)
      let rows = zip(found, printedScores(found.map(\.score))).map {
        LuceneRow(document: pool.ids[Int($0.document.value)], printed: $1)
      }
      #expect(difference(rows, wanted) == nil, "query \(query.id)")
    }
  }
}
