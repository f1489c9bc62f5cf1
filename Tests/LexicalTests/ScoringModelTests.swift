import Bytes
import Foundation
import Lexical
import Ranking
import TestSupport
import Testing

/// All models with ordinary and with extreme parameters, over all kinds of lengths.
let allModels: [ScoringModel] = DocumentLengths.allCases.flatMap { lengths -> [ScoringModel] in
  let pairs: [(k1: Float, b: Float)] = [(0.9, 0.4), (0, 1), (2.5, 0), (1.2, 1)]
  let saturating = pairs.flatMap { pair -> [ScoringModel] in
    let parameters = BM25Parameters(k1: pair.k1, b: pair.b, lengths: lengths)
    return [
      .bm25(parameters), .bm25Plus(parameters), .bm25Plus(parameters, delta: 0), .bm25L(parameters), .bm25L(parameters, delta: 3),
      .atire(parameters), .robertson(parameters),
    ]
  }
  let smoothing: [Float] = [1000, 10, 0.25, 1e6]
  return saturating + smoothing.map { ScoringModel.queryLikelihood(mu: $0, lengths: lengths) }
}

@Suite struct `scoring models` {
  @Test(arguments: [1, 2, 3, 8, 128]) func `MaxScore finds what exhaustive scoring finds, bit for bit`(blockSize: Int) throws {
    var generator = SeededGenerator(seed: 500 + UInt64(blockSize))
    let shapes = [(50, 5), (700, 40), (2500, 5), (400, 400), (4000, 60)]
    for (shape, (count, vocabulary)) in shapes.enumerated() {
      let built = try BuiltIndex(terms: randomCollection(count, vocabulary: vocabulary, &generator), blockSize: blockSize)
      for (number, model) in allModels.enumerated() where (number + blockSize) % 2 == shape % 2 {
        let terms = randomQuery(1 + number % 7, vocabulary: vocabulary, &generator)
        let all = try built.index.search(terms, hits: .max, model: model, method: .exhaustive)
        for hits in [1, 10, 100, 10_000] {
          let found = try built.index.search(terms, hits: hits, model: model, method: .maxScore)
          #expect(found == Array(all.prefix(hits)), "\(model), \(hits) hits of \(terms)")
        }
      }
    }
  }

  @Test func `scores are those of the papers`() throws {
    var generator = SeededGenerator(seed: 31)
    for (count, vocabulary) in [(40, 10), (1500, 12)] {
      let documents = randomCollection(count, vocabulary: vocabulary, &generator)
      let built = try BuiltIndex(terms: documents, blockSize: 16)
      let textbook = Textbook(documents)
      for (number, model) in allModels.enumerated() {
        let terms = randomQuery(1 + number % 5, vocabulary: vocabulary, &generator)
        let hits = try built.index.search(terms, hits: .max, model: model)
        let (expected, tolerance) = textbook.scores(terms, model)
        #expect(Set(hits.map(\.document.value)) == Set(expected.keys))
        let worst = hits.map { abs(Double($0.score) - (expected[$0.document.value] ?? .infinity)) }.max() ?? 0
        #expect(worst <= tolerance, "\(model)")
      }
    }
  }

  @Test func `a term that every document has still finds documents where it weighs nothing`() throws {
    let built = try BuiltIndex(terms: [["a"], ["a", "b"], ["a", "c"], ["d", "d"]])
    for model in [ScoringModel.robertson(), .queryLikelihood(mu: 1)] {
      let hits = try built.index.search([WeightedTerm("a")], hits: 10, model: model)
      #expect(hits.count == 3 && hits.allSatisfy { $0.score >= 0 })
    }
    #expect(try built.index.search([WeightedTerm("a")], hits: 10, model: .robertson()).allSatisfy { $0.score == 0 })
  }

  @Test func `a term rarer in the document than the collection predicts adds 0`() throws {
    let long = Array(repeating: "x" as ByteString, count: 500)
    let built = try BuiltIndex(terms: [["a"] + long] + Array(repeating: ["a", "b"], count: 30))
    let hits = try built.index.search([WeightedTerm("a")], hits: 100, model: .queryLikelihood(mu: 10))
    #expect(hits.count == 31 && hits.last?.document.value == 0 && hits.last?.score == 0)
    #expect(hits.dropLast().allSatisfy { $0.score > 0 })
  }

  @Test(arguments: [
    ScoringModel.bm25(BM25Parameters(k1: -1)), .bm25Plus(BM25Parameters(b: 2)), .bm25Plus(delta: -0.1), .bm25L(delta: .infinity),
    .bm25L(BM25Parameters(k1: .nan)), .atire(BM25Parameters(k1: .infinity)), .robertson(BM25Parameters(b: -0.1)),
    .queryLikelihood(mu: 0), .queryLikelihood(mu: -1), .queryLikelihood(mu: .nan), .queryLikelihood(mu: .infinity),
  ]) func `parameters out of range are refused`(model: ScoringModel) throws {
    let built = try BuiltIndex(terms: [["a"]])
    #expect(throws: LexicalError.self) { try built.index.search([WeightedTerm("a")], hits: 1, model: model) }
  }

  @Test func `weights that overflow are refused`() throws {
    let built = try BuiltIndex(terms: [["a"]] + Array(repeating: ["b"], count: 20))
    for model in [ScoringModel.bm25(), .bm25Plus(delta: 10), .queryLikelihood(mu: 1e-30)] {
      #expect(throws: LexicalError.self) {
        try built.index.search([WeightedTerm("a", weight: .greatestFiniteMagnitude)], hits: 1, model: model)
      }
    }
  }

  @Test func `a model is made from its name and the parameters that were given`() throws {
    #expect(try ScoringModel(.bm25) == .bm25())
    #expect(try ScoringModel(.bm25Plus) == .bm25Plus(BM25Parameters(k1: 0.9, b: 0.4), delta: 1))
    #expect(try ScoringModel(.bm25L, b: 0.75, lengths: .exact) == .bm25L(BM25Parameters(b: 0.75, lengths: .exact), delta: 0.5))
    #expect(try ScoringModel(.queryLikelihood, mu: 2000) == .queryLikelihood(mu: 2000, lengths: .oneByte))
    for name in ScoringModel.Name.allCases {
      #expect(try ScoringModel(name).name == name)
      #expect(try ScoringModel(name).parameters.map(\.name) == name.parameters)
    }
    #expect(throws: LexicalError.foreignParameter(name: "delta", model: "bm25", known: ["k1", "b"])) {
      try ScoringModel(.bm25, delta: 1)
    }
    #expect(throws: LexicalError.foreignParameter(name: "k1", model: "qld", known: ["mu"])) {
      try ScoringModel(.queryLikelihood, k1: 1)
    }
    #expect(throws: LexicalError.badParameter(name: "mu", value: 0)) { try ScoringModel(.queryLikelihood, mu: 0) }
  }
}

/// What bm25s' formulas give (Goldens/make_models.py).
@Suite struct `parity with bm25s` {
  @Test func `every document has the score that bm25s' formulas give`() throws {
    let path = SharedData.projectRoot.appendingPathComponent("Tests/LexicalTests/Goldens/models.json")
    let golden = try JSONValue(parsing: [UInt8](try Data(contentsOf: path)))
    let documents = try #require(golden["documents"]?.array).map { text in
      (text.array ?? []).map { ByteString("t\($0.int ?? -1)") }
    }
    let queries = try #require(golden["queries"]?.array).map { query in
      (query.array ?? []).map { WeightedTerm(ByteString("t\($0.array?[0].int ?? -1)"), weight: Float($0.array?[1].int ?? 0)) }
    }
    let built = try BuiltIndex(terms: documents, blockSize: 8)
    let runs = try #require(golden["runs"]?.array)
    #expect(runs.count == 44)
    for run in runs {
      let model = try model(run)
      for (terms, rows) in zip(queries, try #require(run["results"]?.array)) {
        let expected = Dictionary(
          uniqueKeysWithValues: (rows.array ?? []).map { (UInt32(clamping: $0.array?[0].int ?? -1), $0.array?[1].double ?? .nan) }
        )
        let hits = try built.index.search(terms, hits: .max, model: model)
        #expect(hits.count == expected.count)
        #expect(hits.allSatisfy { abs(Double($0.score) - (expected[$0.document.value] ?? .nan)) <= 2e-5 }, "\(model)")
      }
    }
  }

  private func model(_ run: JSONValue) throws -> ScoringModel {
    let name = try #require(ScoringModel.Name(rawValue: run["model"]?.string?.text ?? ""))
    let lengths = try #require(DocumentLengths(rawValue: run["lengths"]?.string?.text ?? ""))
    func value(_ key: ByteString) -> Float? { (run[key]?.double).map { Float($0) } }
    return try ScoringModel(name, k1: value("k1"), b: value("b"), mu: value("mu"), lengths: lengths)
  }
}
