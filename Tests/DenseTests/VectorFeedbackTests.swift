import Dense
import Foundation
import Ranking
import TestSupport
import Tensors
import Testing

/// What Goldens/feedback/make.py wrote.
private struct Expected: Decodable {
  struct Case: Decodable {
    let metric: String
    let feedback: String
    let queries: [Float]
    let hits: [[UInt32]]
  }

  let dimension: Int
  let documents: [Float]
  let queries: [Float]
  let cases: [Case]

  static func read() throws -> Expected {
    let file = SharedData.projectRoot.appendingPathComponent("Tests/DenseTests/Goldens/feedback/expected.json")
    return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
  }
}

private func rocchio(_ alpha: Float, _ beta: Float, _ gamma: Float = 0.1, negatives: Int = 0, depth: Int = 1000)
  -> VectorFeedback.Method
{
  var rocchio = VectorFeedback.Rocchio()
  (rocchio.alpha, rocchio.beta, rocchio.gamma, rocchio.negatives, rocchio.depth) = (alpha, beta, gamma, negatives, depth)
  return .rocchio(rocchio)
}

private let named: [String: VectorFeedback] = [
  "average 1": VectorFeedback(.average, documents: 1), "average 3": VectorFeedback(.average),
  "average 10": VectorFeedback(.average, documents: 10), "rocchio 3": VectorFeedback(.rocchio(VectorFeedback.Rocchio())),
  "rocchio 5": VectorFeedback(rocchio(0.4, 0.6), documents: 5),
  "rocchio 3 - 2 of 40": VectorFeedback(rocchio(0.9, 0.3, 0.2, negatives: 2, depth: 40)),
]

@Suite struct `Feedback over vectors` {
  @Test func `queries have the bits of numpy's, and the hits follow`() throws {
    let expected = try Expected.read()
    #expect(expected.cases.count == 18 && Set(expected.cases.map(\.feedback)) == Set(named.keys))
    for example in expected.cases {
      let metric = try #require(VectorMetric(rawValue: example.metric)), feedback = try #require(named[example.feedback])
      let folder = try TemporaryFolder()
      let set = try makeSet(expected.documents, dimension: expected.dimension, .fp32, metric, folder: folder)
      let ties = (0..<UInt32(set.description.count)).map { $0 }
      for path in InstructionSet.available {
        func search(_ queries: [Float], _ hits: Int) throws -> [[Hit]] {
          try set.search(queries, tieRanks: ties, options: FlatSearchOptions(hits: hits, threads: 2, instructionSet: path))
        }
        let first = try search(expected.queries, feedback.depth)
        let queries = try feedback.queries(expected.queries, hits: first, in: set)
        #expect(queries == example.queries, "\(example.metric) \(example.feedback) \(path)")
        #expect(try search(queries, 10).map { $0.map(\.document.value) } == example.hits, "\(example.metric) \(example.feedback)")
      }
    }
  }

  static let cases = VectorStore.allCases.flatMap { store in VectorMetric.allCases.map { (store, $0) } }

  @Test(arguments: cases) func `queries are the weighted means of what is stored`(store: VectorStore, metric: VectorMetric) throws
  {
    let (count, dimension) = (300, 20)
    let vectors = clusteredVectors(count, dimension, clusters: 6, seed: 1),
      queries = clusteredVectors(9, dimension, clusters: 6, seed: 2)
    let folder = try TemporaryFolder()
    let set = try makeSet(vectors, dimension: dimension, store, metric, folder: folder)
    let options = FlatSearchOptions(hits: 50, threads: 1, instructionSet: InstructionSet.available[0])
    let hits = try set.search(queries, tieRanks: (0..<UInt32(count)).map { $0 }, options: options)
    for (feedback, name) in zip(named.values, named.keys) {
      let made = try feedback.queries(queries, hits: hits.map { Array($0.prefix(feedback.depth)) }, in: set)
      for query in hits.indices {
        let own = Array(queries[query * dimension..<(query + 1) * dimension])
        let length = metric == .cosine ? own.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() : 1
        let twin = slow(
          feedback, own.map { Double($0) / length },
          hits[query].prefix(feedback.depth).map { set.vector(of: Int($0.document.value)) })
        for (number, place) in zip(twin, 0...) {
          #expect(abs(number - Double(made[query * dimension + place])) < 1e-5, "\(name)")
        }
      }
    }
  }

  /// The slow twin, in double precision and by other words.
  private func slow(_ feedback: VectorFeedback, _ query: [Double], _ rows: [[Float]]) -> [Double] {
    func mean(_ rows: ArraySlice<[Float]>, _ place: Int) -> Double {
      rows.map { Double($0[place]) }.reduce(0, +) / Double(rows.count)
    }
    return query.indices.map { place in
      let best = mean(rows.prefix(feedback.documents), place)
      guard case .rocchio(let weights) = feedback.method else {
        let count = Double(min(rows.count, feedback.documents))
        return (query[place] + count * best) / (count + 1)
      }
      let moved = Double(weights.alpha) * query[place] + Double(weights.beta) * best
      return weights.negatives == 0 ? moved : moved - Double(weights.gamma) * mean(rows.suffix(weights.negatives), place)
    }
  }

  @Test func `few hits or none are taken as they are`() throws {
    let folder = try TemporaryFolder()
    let set = try makeSet([1, 0, 0, 1, -1, -1], dimension: 2, .fp32, .ip, folder: folder)
    func hit(_ document: UInt32) -> Hit { Hit(document: DocumentNumber(document), score: 1) }
    func queries(_ feedback: VectorFeedback, _ hits: [UInt32]) throws -> [Float] {
      try feedback.queries([4, 2], hits: [hits.map(hit)], in: set)
    }
    for feedback in named.values { #expect(try queries(feedback, []) == [4, 2]) }
    #expect(try queries(VectorFeedback(.average), [0]) == [2.5, 1])
    // The only hit is one of the best, and no negative.
    let away = VectorFeedback(rocchio(1, 2, 8, negatives: 2, depth: 10), documents: 1)
    #expect(try queries(away, [1]) == [4, 4])
    #expect(try queries(away, [1, 2]) == [12, 12])
    #expect(try queries(away, [1, 2, 0]) == [4, 8])
    #expect(away.depth == 10 && VectorFeedback(.average, documents: 7).depth == 7)
    #expect(throws: DenseError.self) { try VectorFeedback(.average).queries([4, 2, 0, 1], hits: [[hit(0)]], in: set) }
    #expect(throws: DenseError.queryNotFinite(query: 0)) {
      try VectorFeedback(.average).queries([.nan, 2], hits: [[hit(0)]], in: set)
    }
  }

  @Test func `alpha 1 and beta 0 is no feedback, and weights scale nothing but scores`() throws {
    let (count, dimension) = (200, 16)
    let queries = clusteredVectors(8, dimension, clusters: 4, seed: 4)
    let graphed = try GraphedSet(clusteredVectors(count, dimension, clusters: 4, seed: 3), dimension: dimension)
    let first = try graphed.search(queries, hits: 10, ef: 60)
    #expect(try VectorFeedback(rocchio(1, 0)).queries(queries, hits: first, in: graphed.set) == queries)
    let one = try VectorFeedback(rocchio(0.5, 0.25)).queries(queries, hits: first, in: graphed.set)
    let two = try VectorFeedback(rocchio(1, 0.5)).queries(queries, hits: first, in: graphed.set)
    #expect(one.map { 2 * $0 } == two)
    // Found in full, hits through a graph make the queries of the flat search.
    let exact = try graphed.exact(queries, hits: 10), all = try graphed.search(queries, hits: 10, ef: count)
    for feedback in named.values {
      #expect(
        try feedback.queries(queries, hits: all, in: graphed.set) == feedback.queries(queries, hits: exact, in: graphed.set))
    }
  }

  @Test func `parameters that make no query are refused`() {
    for (method, documents) in [
      (.average, 0), (rocchio(.nan, 1), 3), (rocchio(1, .infinity), 3), (rocchio(0, 0), 3), (rocchio(1, 1, negatives: -1), 3),
      (rocchio(1, 1, negatives: 8, depth: 10), 3), (rocchio(1, 1, negatives: .max), .max),
    ] as [(VectorFeedback.Method, Int)] {
      #expect(throws: DenseError.self) { try VectorFeedback(method, documents: documents).check() }
    }
    for feedback in named.values { #expect(throws: Never.self) { try feedback.check() } }
  }
}
