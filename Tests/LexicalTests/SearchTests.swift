import Bytes
import Lexical
import Ranking
import TestSupport
import Testing

private func equal(_ hits: [Hit], _ expected: [(document: UInt32, score: Float)]) -> Bool {
  hits.map(\.document.value) == expected.map(\.document) && hits.map(\.score) == expected.map(\.score)
}

@Suite struct `search` {
  @Test(arguments: [1, 2, 3, 8, 100, 128]) func `both methods and the oracle agree bit for bit`(blockSize: Int) throws {
    var generator = SeededGenerator(seed: UInt64(blockSize))
    for round in 0..<6 {
      let vocabulary = [5, 40, 400][round % 3]
      let documents = randomCollection([1, 50, 700, 5000, 300, 9000][round], vocabulary: vocabulary, &generator)
      let built = try BuiltIndex(terms: documents, blockSize: blockSize)
      let oracle = Oracle(documents)
      for number in 0..<6 {
        let terms = randomQuery(1 + number, vocabulary: vocabulary, &generator)
        let lengths = DocumentLengths.allCases[(number + number / 3 + round) % 3]
        let parameters = BM25Parameters(k1: [0.9, 0, 2.5][number % 3], b: [0.4, 1, 0, 0.75][number % 4], lengths: lengths)
        let all = oracle.search(terms, hits: .max, parameters)
        for hits in [1, 10, 100, 20_000] {
          let expected = Array(all.prefix(hits))
          for method in SearchMethod.allCases {
            #expect(equal(try built.index.search(terms, hits: hits, parameters: parameters, method: method), expected))
          }
        }
      }
    }
  }

  @Test func `equal scores come in document order`() throws {
    let built = try BuiltIndex(terms: Array(repeating: ["a", "b"], count: 20_000))
    for method in SearchMethod.allCases {
      let hits = try built.index.search([WeightedTerm("a"), WeightedTerm("b")], hits: 500, method: method)
      #expect(hits.map(\.document.value) == Array(0..<500))
    }
  }

  @Test func `a query of a thousand terms agrees with the oracle`() throws {
    var generator = SeededGenerator(seed: 77)
    let documents = randomCollection(2000, vocabulary: 3000, &generator)
    let built = try BuiltIndex(terms: documents, blockSize: 4)
    let terms = (0..<1000).map { WeightedTerm(ByteString("t\($0)")) }
    let expected = Oracle(documents).search(terms, hits: 100, BM25Parameters())
    for method in SearchMethod.allCases {
      #expect(equal(try built.index.search(terms, hits: 100, method: method), expected))
    }
  }

  @Test func `no document, no term and no hit asked for give no hits`() throws {
    let empty = try BuiltIndex(terms: [])
    #expect(empty.statistics == LexicalStatistics())
    #expect(try empty.index.search(Array("word".utf8), hits: 10).isEmpty)
    let built = try BuiltIndex(texts: [Array("the of and".utf8), [], Array("One term".utf8)])
    #expect(built.statistics == LexicalStatistics(documents: 3, nonEmptyDocuments: 1, totalTerms: 2, uniqueTerms: 2))
    for text in ["", "the of", "absent", " \n"] { #expect(try built.index.search(Array(text.utf8), hits: 10).isEmpty) }
    #expect(try built.index.search(Array("terms".utf8), hits: 0).isEmpty)
    #expect(try built.index.search(Array("terms".utf8), hits: 10).map(\.document.value) == [2])
  }

  @Test func `a repeated word weighs as often as it occurs`() {
    #expect(LexicalIndex.terms(of: Array("Cats and dogs, cats!".utf8)) == [WeightedTerm("cat", weight: 2), WeightedTerm("dog")])
  }

  @Test func `parameters out of range are refused`() throws {
    let built = try BuiltIndex(terms: [["a"]])
    for parameters in [BM25Parameters(k1: -1), BM25Parameters(k1: .infinity), BM25Parameters(b: 1.5), BM25Parameters(b: .nan)] {
      #expect(throws: LexicalError.self) { try built.index.search([WeightedTerm("a")], hits: 1, parameters: parameters) }
    }
    #expect(throws: LexicalError.self) { try built.index.search([WeightedTerm("a", weight: 0)], hits: 1) }
  }

  @Test func `every term is found with its counts, others are not`() throws {
    var generator = SeededGenerator(seed: 3)
    let documents = randomCollection(3000, vocabulary: 5000, &generator) + [["a", "\u{0}", "ab", "é", "zz"]]
    let built = try BuiltIndex(terms: documents)
    let collection: [ByteString: Int] = documents.joined().reduce(into: [:]) { $0[$1, default: 0] += 1 }
    let matching: [ByteString: Int] = documents.flatMap(Set.init).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    #expect(built.statistics.uniqueTerms == collection.count)
    for (word, count) in collection {
      let counts = TermStatistics(documentFrequency: matching[word] ?? 0, collectionFrequency: count)
      #expect(try built.index.statistics(of: word) == counts)
    }
    for word in ["", "t", "t5001", "zzz", "b"] as [ByteString] { #expect(try built.index.statistics(of: word) == nil) }
  }
}
