import Bytes
import Lexical
import Ranking
import TestSupport
import Testing

@Suite struct `explanations` {
  @Test(arguments: [1, 8, 128]) func `every score and rank is the search's, bit for bit`(blockSize: Int) throws {
    var generator = SeededGenerator(seed: 900 + UInt64(blockSize))
    let documents = randomCollection(1800, vocabulary: 30, &generator)
    let built = try BuiltIndex(terms: documents, blockSize: blockSize)
    for (number, model) in allModels.enumerated() {
      let terms = randomQuery(1 + number % 6, vocabulary: 40, &generator)
      let hits = try built.index.search(terms, hits: .max, model: model)
      let scores = Dictionary(uniqueKeysWithValues: hits.map { ($0.document.value, $0.score) })
      for document in UInt32(0)..<100 {
        let explanation = try built.index.explain(terms, document: document, model: model)
        #expect(explanation.score?.bitPattern == scores[document]?.bitPattern, "\(model) of \(terms)")
        #expect(explanation.length == documents[Int(document)].count)
        for (term, wanted) in zip(explanation.terms, terms) {
          #expect(term.term == wanted.term && term.weight == wanted.weight)
          #expect(Int(term.frequency) == documents[Int(document)].count { $0 == wanted.term })
          #expect(try term.statistics == built.index.statistics(of: wanted.term))
        }
      }
      for place in stride(from: 0, to: hits.count, by: 97) {
        #expect(try built.index.rank(of: hits[place].document.value, terms, model: model) == place + 1)
      }
    }
  }

  @Test func `parts are those of the formula`() throws {
    let built = try BuiltIndex(terms: [Array(repeating: "a", count: 50) + ["b"], ["a", "c"], ["d", "d", "d"]])
    let explanation = try built.index.explain([WeightedTerm("a", weight: 2), WeightedTerm("c"), WeightedTerm("x")], document: 0)
    #expect(explanation.length == 51 && explanation.scoredLength == 50)
    #expect(abs(explanation.norm - 0.9 * (0.6 + 0.4 * 50 / (56.0 / 3))) < 1e-6)
    #expect(abs(explanation.terms[0].rarity - 0.470003629) < 1e-8)  // log(1 + 1.5 / 2.5)
    #expect(explanation.terms.map(\.frequency) == [50, 0, 0])
    #expect(explanation.terms[1].score == 0 && explanation.terms[2].statistics == nil)
    #expect(explanation.score == explanation.terms[0].score)
    let likelihood = try built.index.explain([WeightedTerm("a")], document: 1, model: .queryLikelihood(lengths: .exact))
    #expect(likelihood.terms[0].rarity == 52.0 / 57 && abs(likelihood.norm + 0.001998003) < 1e-8)  // log(1000 / 1002)
  }

  @Test func `a document without any of the terms has no score and no rank`() throws {
    let built = try BuiltIndex(terms: [["a"], ["b"], []])
    for document in [UInt32(1), 2] {
      #expect(try built.index.explain([WeightedTerm("a")], document: document).score == nil)
      #expect(try built.index.rank(of: document, [WeightedTerm("a")]) == nil)
    }
    #expect(try built.index.explain([], document: 0).score == nil)
  }

  @Test func `a rank beyond the first thousand is found`() throws {
    let built = try BuiltIndex(terms: Array(repeating: ["a"], count: 12_345))
    #expect(try built.index.rank(of: 12_344, [WeightedTerm("a")]) == 12_345)
  }

  @Test func `a document that is not there and a bad weight are refused`() throws {
    let built = try BuiltIndex(terms: [["a"]])
    #expect(throws: LexicalError.noDocument(number: 1, documents: 1)) {
      try built.index.explain([WeightedTerm("a")], document: 1)
    }
    #expect(throws: LexicalError.self) { try built.index.explain([WeightedTerm("a", weight: -1)], document: 0) }
  }
}
