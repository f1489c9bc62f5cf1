import Bytes
import Ranking
import TestSupport
import Testing

@Suite struct ScoreFusionTests {
  static func rows(_ scores: [(ByteString, Double)]) -> [RankedDocument] {
    scores.map { RankedDocument(id: $0.0, score: $0.1) }
  }

  @Test func `linear adds weighted scores, and a document that is missing counts as the last one`() {
    let fusion = ScoreFusion(.linear, weights: [1, 0.5])
    let fused = fusion.fuse([Self.rows([("a", 3), ("b", 2)]), Self.rows([("c", 10), ("a", 4)])])
    #expect(fused == Self.rows([("c", 7), ("a", 5), ("b", 4)]))
  }

  @Test func `minmax and zscore normalise within a ranking`() {
    let rankings = [Self.rows([("a", 5), ("b", 3), ("c", 1)]), Self.rows([("c", 2), ("b", 2)])]
    #expect(ScoreFusion(.minmax, weights: [1, 1]).fuse(rankings) == Self.rows([("a", 2), ("b", 1.5), ("c", 1)]))
    let standard = (8.0 / 3).squareRoot()
    let fused = ScoreFusion(.zscore, weights: [1, 1]).fuse(rankings)
    #expect(fused == Self.rows([("a", 2 / standard), ("b", 0), ("c", -2 / standard)]))
  }

  @Test func `a run without the query counts 0, ties come in byte order, hits cut`() {
    let first = Run(tag: "x", rankings: [Ranking(query: "1", documents: Self.rows([("b", 1), ("a", 1)]))])
    let second = Run(tag: "y", rankings: [Ranking(query: "2", documents: Self.rows([("c", 1)]))])
    let fused = ScoreFusion(.minmax, weights: [1, 1], hits: 1).fuse([first, second], tag: "t")
    #expect(fused.rankings.map(\.query) == ["1", "2"])
    #expect(fused.rankings[0].documents == Self.rows([("a", 1)]))
    #expect(ScoreFusion(.zscore, weights: [1, 1]).fuse([nil, nil]).isEmpty)
  }

  @Test func `random fusions equal the definition`() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<100 {
      let lists = (0..<3).map { _ in
        (0..<20).map { ByteString("\($0)") }.shuffled(using: &generator).prefix(Int.random(in: 1...20, using: &generator))
          .map { ($0, Double.random(in: -5...5, using: &generator)) }
      }
      let weights = (0..<3).map { _ in Double.random(in: 0...1, using: &generator) }
      for row in ScoreFusion(.minmax, weights: weights).fuse(lists.map { Self.rows(Array($0)) }) {
        var naive = 0.0
        for (list, weight) in zip(lists, weights) {
          let low = list.map(\.1).min()!, high = list.map(\.1).max()!
          let found = list.first { $0.0 == row.id }?.1 ?? low
          naive += weight * (high > low ? (found - low) / (high - low) : 1)
        }
        #expect(abs(naive - row.score) < 1e-12)
      }
    }
  }
}
