import Bytes
import Lexical
import Ranking
import TestSupport
import Testing

@Suite struct `hard cases` {
  private static let parameters = [
    BM25Parameters(), BM25Parameters(k1: 0, b: 0), BM25Parameters(k1: 0, b: 1), BM25Parameters(k1: 0.9, b: 0),
    BM25Parameters(k1: 0.9, b: 1), BM25Parameters(k1: 1e3, b: 1), BM25Parameters(k1: 1e-6, b: 0.5),
    BM25Parameters(k1: 1.2, b: 0.75, lengths: .exact), BM25Parameters(k1: 0, b: 1, lengths: .exact),
    BM25Parameters(k1: 0.9, b: 1, lengths: .code),
  ]

  /// Ids in an order that is not the documents', and the place of each document among them.
  private func ids(_ count: Int, seed: UInt64) -> (ids: [ByteString], ranks: [UInt32]) {
    var generator = SeededGenerator(seed: seed)
    let ids = (0..<count).map { ByteString("\($0)") }.shuffled(using: &generator)
    var ranks = [UInt32](repeating: 0, count: count)
    for (rank, document) in ids.indices.sorted(by: { ids[$0] < ids[$1] }).enumerated() { ranks[document] = UInt32(rank) }
    return (ids, ranks)
  }

  private static let queries = HardCollection.queries.map(weighted)

  /// Distinct terms in order of first appearance, with their counts.
  private static func weighted(_ words: [ByteString]) -> [WeightedTerm] {
    words.reduce(into: []) { terms, word in
      if let place = terms.firstIndex(where: { $0.term == word }) {
        terms[place].weight += 1
      } else {
        terms.append(WeightedTerm(word))
      }
    }
  }

  @Test(arguments: HardCollection.allCases, [1, 2, 128])
  func `every method agrees with the oracle bit for bit`(collection: HardCollection, blockSize: Int) throws {
    let documents = collection.documents(seed: UInt64(blockSize))
    let (ids, ranks) = ids(documents.count, seed: 7)
    let built = try BuiltIndex(terms: documents, ids: ids, blockSize: blockSize)
    let oracle = Oracle(documents)
    for parameters in Self.parameters {
      for terms in Self.queries {
        let all = oracle.search(terms, hits: .max, parameters, ranks: ranks)
        for hits in Set([1, 2, 10, all.count - 1, all.count, all.count + 1, 10 * documents.count, .max]) where hits > 0 {
          for method in SearchMethod.allCases {
            let found = try built.index.search(terms, hits: hits, parameters: parameters, method: method)
            let expected = all.prefix(hits)
            #expect(
              found.map(\.document.value) == expected.map(\.document) && found.map(\.score) == expected.map(\.score),
              "\(collection), \(terms.count) terms, \(hits) hits, \(method), \(parameters)")
          }
        }
      }
    }
  }

  @Test(arguments: HardCollection.allCases) func `under every model, pruning changes nothing`(collection: HardCollection) throws {
    let documents = collection.documents(seed: 3)
    let built = try [1, 4, 128].map { blockSize in
      try BuiltIndex(terms: documents, ids: ids(documents.count, seed: 8).ids, blockSize: blockSize)
    }
    for (number, model) in allModels.enumerated() {
      let index = built[number % built.count].index
      for terms in Self.queries {
        let all = try index.search(terms, hits: .max, model: model, method: .exhaustive)
        for hits in [1, 7, 100, .max] {
          for method in SearchMethod.allCases where method != .exhaustive || hits < .max {
            let found = try index.search(terms, hits: hits, model: model, method: method)
            #expect(found == Array(all.prefix(hits)), "\(collection), \(terms.count) terms, \(hits) hits, \(method), \(model)")
          }
        }
      }
    }
  }

  @Test(arguments: HardCollection.allCases, [1, 3, 128])
  func `every method agrees with a plain dot product over impacts`(collection: HardCollection, blockSize: Int) throws {
    let documents = collection.documents(seed: UInt64(blockSize)).map { words in
      words.reduce(into: [ByteString: UInt32]()) { $0[$1, default: 0] += 1 }
    }
    let oracle = ImpactOracle(documents: documents)
    let built = try BuiltIndex(impacts: oracle.vectors, blockSize: blockSize)
    for terms in Self.queries {
      let all = oracle.search(terms, hits: .max)
      for hits in Set([1, 10, all.count - 1, all.count, all.count + 1, .max]) where hits > 0 {
        for method in SearchMethod.allCases {
          let found = try built.index.search(impacts: terms, hits: hits, method: method)
          let expected = all.prefix(hits)
          #expect(
            found.map(\.document.value) == expected.map(\.document) && found.map(\.score) == expected.map(\.score),
            "\(collection), \(terms.count) terms, \(hits) hits, \(method)")
        }
      }
    }
  }

  @Test func `words of a text that are repeated or stop words count as their terms do`() throws {
    let texts = ["The cat and the dog", "cats, cats; a dog", "", "the of and", "dog"].map { Array($0.utf8) }
    let built = try BuiltIndex(texts: texts)
    let terms = [WeightedTerm("cat", weight: 3), WeightedTerm("dog")]
    for method in SearchMethod.allCases {
      let expected = try built.index.search(terms, hits: 10, method: method)
      #expect(expected.count == 3)
      #expect(try built.index.search(Array("cat the CATS of a dog cat".utf8), hits: 10, method: method) == expected)
      #expect(try built.index.search(Array("the of and".utf8), hits: 10, method: method).isEmpty)
      #expect(try built.index.search([UInt8](), hits: 10, method: method).isEmpty)
    }
  }
}
