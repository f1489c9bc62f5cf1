import Bytes
import Lexical
import Ranking
import TestSupport
import Testing

private struct NoText: Error {}

/// Words that the analyser keeps as they are, some of which may not enter a query by feedback.
private func word(_ generator: inout SeededGenerator) -> ByteString {
  let uniform = Double.random(in: 0..<1, using: &generator)
  let number = Int(400 * uniform * uniform)
  switch Int.random(in: 0..<12, using: &generator) {
  case 0: return ByteString("é\(number)")
  case 1: return ByteString("\(number % 10)")
  case 2: return ByteString("w" + String(repeating: "7", count: 15 + number % 10))
  case 3: return "w0"
  default: return ByteString("w\(number)")
  }
}

private func collection(_ count: Int, longest: Int, _ generator: inout SeededGenerator) throws -> (
  [[ByteString]], FeedbackCollection
) {
  let words = (0..<count).map { _ in (0..<Int.random(in: 0...longest, using: &generator)).map { _ in word(&generator) } }
  let rows = words.enumerated().map { (id: ByteString("\($0.offset + 100_000)"), text: text($0.element)) }
  return (words, try FeedbackCollection(rows, queries: []))
}

private func text(_ words: [ByteString]) -> [UInt8] { Array(words.map(\.bytes).joined(separator: [32])) }

private func terms(_ result: FeedbackResult) -> [ByteString: Float] {
  Dictionary(uniqueKeysWithValues: result.query.map { ($0.term, $0.weight) })
}

@Suite struct `Pseudo relevance feedback` {
  @Test(arguments: [1, 2, 3, 4]) func `queries are those of the textbook`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let (words, built) = try collection([12, 40, 300, 700][Int(seed) - 1], longest: [8, 30, 60, 12][Int(seed) - 1], &generator)
    let textbook = FeedbackTextbook(documents: words)
    var compared = 0
    for _ in 0..<20 {
      let query = (0..<Int.random(in: 1...5, using: &generator)).map { _ in word(&generator) }
      let (documents, count) = (Int.random(in: 1...30, using: &generator), Int.random(in: 1...40, using: &generator))
      let hits = try built.index.search(text(query), hits: 1000).map { (document: Int($0.document.value), score: $0.score) }
      if hits.isEmpty { continue }
      compared += 1
      let rm3 = RM3(documents: documents, terms: count, originalWeight: [0, 0.3, 1][compared % 3])
      #expect(try terms(built.search(text(query), hits: 1, .rm3(rm3))) == textbook.rm3(query, hits, rm3))
      let negatives = Rocchio.Negatives(documents: count, terms: documents, depth: [2, 25, 1000][compared % 3])
      let rocchio = Rocchio(documents: documents, terms: count, gamma: 0.4, negatives: compared % 2 == 0 ? nil : negatives)
      #expect(
        try terms(built.search(text(query), hits: 1, .rocchio(rocchio))) == textbook.rocchio(query, hits.map(\.document), rocchio)
      )
    }
    #expect(compared >= 3)
  }

  @Test func `hits are those of the query that feedback made, by either method`() throws {
    let collection = try FeedbackCollection.quickstart.get()
    for condition in FeedbackCondition.all {
      for query in collection.queries.prefix(12) {
        let result = try collection.search(query.text, hits: 50, model: condition.model, condition.feedback)
        for method in SearchMethod.allCases {
          #expect(try collection.index.search(result.query, hits: 50, model: condition.model, method: method) == result.hits)
        }
      }
    }
  }

  @Test(arguments: FeedbackCondition.all) func `without a hit nothing is read and nothing found`(condition: FeedbackCondition)
    throws
  {
    let collection = try FeedbackCollection.quickstart.get()
    for text in ["", "the of and", "xyzzy plugh", " \n\t"] {
      let result = try collection.index.search(Array(text.utf8), hits: 10, model: .bm25(), feedback: condition.feedback) { _ in
        throw NoText()
      }
      #expect(result == FeedbackResult(hits: [], query: LexicalIndex.terms(of: Array(text.utf8))))
    }
    #expect(throws: NoText.self) {
      try collection.index.search(Array("moon".utf8), hits: 10, model: .bm25(), feedback: condition.feedback) { _ in
        throw NoText()
      }
    }
    #expect(try collection.search(Array("moon".utf8), hits: 0, condition.feedback).hits == [])
  }

  @Test func `a collection too small for any feedback term keeps the query`() throws {
    let rows = ["one cat", "two cats and dogs", "a dog"].enumerated().map {
      (id: ByteString("\($0.offset)"), text: Array($0.element.utf8))
    }
    let built = try FeedbackCollection(rows, queries: [])
    let plain = try built.index.search(Array("cats dogs".utf8), hits: 10).map(\.document)
    for condition in FeedbackCondition.all where condition.name != "rm3-all" {
      let result = try built.search(Array("cats dogs".utf8), hits: 10, condition.feedback)
      #expect(Set(result.query.map(\.term)) == ["cat", "dog"] && result.hits.map(\.document) == plain, "\(condition.name)")
    }
    let nothing = try built.search(Array("cats".utf8), hits: 10, .rm3(RM3(originalWeight: 0)))
    #expect(nothing == FeedbackResult(hits: [], query: []))
  }

  @Test(
    arguments: [
      (.rm3(RM3(documents: 0)), "fb-docs = 0"), (.rm3(RM3(terms: -1)), "fb-terms = -1"),
      (.rm3(RM3(originalWeight: 1.5)), "original-weight = 1.5"), (.rm3(RM3(originalWeight: .nan)), "original-weight = nan"),
      (.rocchio(Rocchio(documents: 0)), "fb-docs = 0"), (.rocchio(Rocchio(alpha: -1)), "alpha = -1.0"),
      (.rocchio(Rocchio(beta: .infinity)), "beta = inf"), (.rocchio(Rocchio(gamma: .nan)), "gamma = nan"),
      (.rocchio(Rocchio(negatives: Rocchio.Negatives(documents: 0))), "negative-docs = 0"),
      (.rocchio(Rocchio(negatives: Rocchio.Negatives(terms: 0))), "negative-terms = 0"),
      (.rocchio(Rocchio(negatives: Rocchio.Negatives(depth: 0))), "negative-depth = 0"),
    ] as [(Feedback, String)]) func `parameters out of range are refused`(feedback: Feedback, message: String) throws
  {
    let collection = try FeedbackCollection.quickstart.get()
    #expect { try collection.search(Array("moon".utf8), hits: 1, feedback) } throws: {
      "\($0)".hasPrefix("\(message) is out of range: it must be ")
    }
  }

  @Test func `terms are ordered and measured as Java orders and measures strings`() {
    var generator = SeededGenerator(seed: 5)
    let pieces: [Unicode.Scalar] = ["a", "b", "\u{7f}", "é", "\u{d7ff}", "\u{e000}", "\u{ffff}", "\u{10000}", "\u{10ffff}"]
    for _ in 0..<2000 {
      let texts = (0..<2).map { _ in
        (0..<Int.random(in: 0...3, using: &generator)).reduce(into: "") { text, _ in
          text.unicodeScalars.append(pieces[Int.random(in: 0..<pieces.count, using: &generator)])
        }
      }
      let expected = texts[0].utf16.lexicographicallyPrecedes(texts[1].utf16)
      #expect(UTF16Order.precedes(ByteString(texts[0]), ByteString(texts[1])) == expected, "\(texts)")
      #expect(UTF16Order.length(ByteString(texts[0])) == texts[0].utf16.count)
    }
  }
}
