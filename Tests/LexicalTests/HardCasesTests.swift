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

  /// Distinct terms in order of first appearance, with their counts.
  private func weighted(_ words: [ByteString]) -> [WeightedTerm] {
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
      for query in HardCollection.queries {
        let terms = weighted(query)
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

  private static let models: [ScoringModel] = [
    .bm25Plus(), .bm25Plus(BM25Parameters(k1: 0, b: 1), delta: 0), .bm25L(), .bm25L(BM25Parameters(k1: 2, b: 1), delta: 5),
    .atire(), .atire(BM25Parameters(k1: 0.9, b: 0, lengths: .exact)), .robertson(), .queryLikelihood(),
    .queryLikelihood(mu: 1, lengths: .exact), .queryLikelihood(mu: 1e6),
  ]

  @Test(arguments: HardCollection.allCases) func `under every model, pruning changes nothing`(collection: HardCollection) throws {
    let documents = collection.documents(seed: 3)
    let built = try BuiltIndex(terms: documents, ids: ids(documents.count, seed: 8).ids, blockSize: 4)
    for model in Self.models {
      for query in HardCollection.queries {
        let all = try built.index.search(weighted(query), hits: .max, model: model, method: .exhaustive)
        for hits in [1, 7, 100, .max] {
          let found = try built.index.search(weighted(query), hits: hits, model: model, method: .maxScore)
          #expect(found == Array(all.prefix(hits)), "\(collection), \(query.count) words, \(hits) hits, \(model)")
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
