import Bytes
import Lexical
import TestSupport
import Testing

/// A condition of `Goldens/feedback/make.sh`.
struct FeedbackCondition: Sendable, CustomTestStringConvertible {
  var name: String
  var model = ScoringModel.bm25()
  var feedback: Feedback

  var testDescription: String { name }

  static let all: [FeedbackCondition] = [
    FeedbackCondition(name: "rm3", feedback: .rm3(RM3())),
    FeedbackCondition(
      name: "rm3-few", model: .bm25(BM25Parameters(k1: 0.82, b: 0.68)),
      feedback: .rm3(RM3(documents: 3, terms: 2, originalWeight: 0.8))),
    FeedbackCondition(name: "rm3-many", feedback: .rm3(RM3(documents: 60, terms: 25, originalWeight: 0.3))),
    FeedbackCondition(name: "rm3-all", feedback: .rm3(RM3(documents: 2, terms: 1000, originalWeight: 0))),
    FeedbackCondition(name: "rocchio", feedback: .rocchio(Rocchio())),
    FeedbackCondition(name: "rocchio-negative", feedback: .rocchio(Rocchio(negatives: Rocchio.Negatives()))),
    FeedbackCondition(
      name: "rocchio-many",
      feedback: .rocchio(
        Rocchio(
          documents: 5, terms: 40, alpha: 0.7, beta: 1.1, gamma: 0.6,
          negatives: Rocchio.Negatives(documents: 20, terms: 1000, depth: 30)))),
  ]
}

@Suite struct `Feedback as Anserini has it` {
  @Test(arguments: FeedbackCondition.all) func `queries have its terms and weights bit for bit`(condition: FeedbackCondition)
    throws
  {
    let collection = try FeedbackCollection.quickstart.get()
    let expected = try FeedbackCollection.goldenTerms(condition.name)
    #expect(collection.queries.count == 48 && expected.count == 48)
    for query in collection.queries {
      let result = try collection.search(query.text, hits: 1, model: condition.model, condition.feedback)
      let wanted = try #require(expected[query.id]).filter { $0.value != 0 }
      if result.hits.isEmpty {
        #expect(["h01", "h02"].contains(query.id) && result.query == LexicalIndex.terms(of: query.text))
        continue
      }
      let terms = Dictionary(uniqueKeysWithValues: result.query.map { ($0.term, $0.weight) })
      #expect(terms == wanted, "query \(query.id)")
      #expect(result.query.map(\.weight) == result.query.map(\.weight).sorted(by: >), "query \(query.id)")
    }
  }

  @Test(arguments: FeedbackCondition.all) func `hits are its, with the digits that it prints`(condition: FeedbackCondition) throws
  {
    let collection = try FeedbackCollection.quickstart.get()
    let expected = try FeedbackCollection.golden(condition.name)
    for query in collection.queries {
      let result = try collection.search(query.text, hits: 20, model: condition.model, condition.feedback)
      #expect(collection.rows(result.hits) == expected[query.id] ?? [], "query \(query.id)")
    }
  }
}

/// The places where two rankings differ, as "query, rank: found, wanted".
private func differences(
  _ collection: FeedbackCollection, _ expected: [ByteString: [LuceneRow]], _ search: ([UInt8]) throws -> FeedbackResult
) throws -> [String] {
  var differing: [String] = []
  for query in collection.queries {
    let rows = collection.rows(try search(query.text).hits)
    let wanted = expected[query.id] ?? []
    if rows.count != wanted.count { differing.append("\(query.id): \(rows.count) rows, wanted \(wanted.count)") }
    for (rank, (row, want)) in zip(rows, wanted).enumerated() where row != want {
      differing.append("\(query.id), \(rank + 1): \(row.document) \(row.printed), wanted \(want.document) \(want.printed)")
    }
  }
  return differing
}

@Suite(.enabled(if: SharedData.available, "needs ../shared")) struct `Feedback over shared collections` {
  @Test(arguments: [("bm25-rm3", .rm3(RM3())), ("bm25-rocchio", .rocchio(Rocchio()))] as [(String, Feedback)])
  func `the pool's thousand best are Lucene's, with the digits that Anserini prints`(name: String, feedback: Feedback) throws {
    let collection = try FeedbackCollection.pool.get()
    let expected = try rowsByQuery(SharedData.lines("data/lucene/\(name).run.gz"))
    #expect(expected.count == 97)
    let judged = collection.queries.filter { expected[$0.id] != nil }
    #expect(judged.count == 97)
    let differing = try differences(collection, expected) { try collection.search($0, hits: 1000, feedback) }
    #expect(differing == [], "\(differing.count) rows")
  }

  @Test(arguments: [("cacm-rm3", .rm3(RM3())), ("cacm-rocchio", .rocchio(Rocchio()))] as [(String, Feedback)])
  func `CACM's thirty best are Lucene's, with the digits that Anserini prints`(name: String, feedback: Feedback) throws {
    let collection = try FeedbackCollection.cacm.get()
    let expected = try FeedbackCollection.golden(name)
    #expect(expected.count == 64 && collection.queries.count == 64)
    let differing = try differences(collection, expected) { try collection.search($0, hits: 30, feedback) }
    #expect(differing == [], "\(differing.count) rows")
  }
}
