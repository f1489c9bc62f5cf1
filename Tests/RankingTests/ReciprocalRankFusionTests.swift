import Bytes
import Ranking
import TestSupport
import Testing

@Suite struct ReciprocalRankFusionTests {
  static func rows(_ ids: [ByteString]) -> [RankedDocument] {
    ids.enumerated().map { RankedDocument(id: $0.element, score: Double(-$0.offset)) }
  }

  @Test func `scores are sums of 1 over 60 plus rank, ties in byte order of ids`() {
    let fused = ReciprocalRankFusion().fuse([Self.rows(["b", "a", "c"]), Self.rows(["a", "b", "d"])])
    #expect(fused.map(\.id) == ["a", "b", "c", "d"])
    #expect(fused[0].score == 1.0 / 62 + 1.0 / 61 && fused[1].score == fused[0].score)
    #expect(fused[2].score == 1.0 / 63 && fused[3].score == 1.0 / 63)
  }

  @Test func `depth and hits cut, a document listed twice counts once`() {
    let fusion = ReciprocalRankFusion(k: 0, depth: 2, hits: 1)
    #expect(fusion.fuse([Self.rows(["a", "b", "c"]), Self.rows(["b", "b", "c"])]) == [RankedDocument(id: "b", score: 1.5)])
    #expect(ReciprocalRankFusion().fuse([]) == [])
    #expect(ReciprocalRankFusion(depth: 0).fuse([Self.rows(["a"])]) == [])
  }

  @Test func `queries come in the order of the first run, then those only later runs have`() {
    let first = Run(tag: "x", rankings: [Ranking(query: "2", documents: Self.rows(["a"])), Ranking(query: "1", documents: [])])
    let second = Run(
      tag: "y", rankings: [Ranking(query: "3", documents: Self.rows(["c"])), Ranking(query: "2", documents: Self.rows(["b"]))])
    let fused = ReciprocalRankFusion().fuse([first, second], tag: "rrf")
    #expect(fused.tag == "rrf" && fused.rankings.map(\.query) == ["2", "1", "3"])
    #expect(fused.rankings[0].documents.map(\.id) == ["a", "b"])
  }

  @Test func `random fusions equal the definition and do not depend on the order of rankings`() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      let lists = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
        (0..<30).map { ByteString("\($0)") }.shuffled(using: &generator).prefix(Int.random(in: 0...30, using: &generator))
      }
      let fused = ReciprocalRankFusion().fuse(lists.map { Self.rows(Array($0)) })
      for row in fused {
        let naive = lists.compactMap { $0.firstIndex(of: row.id) }.reduce(0.0) { $0 + 1 / Double(61 + $1) }
        #expect(abs(naive - row.score) < 1e-15)
      }
      #expect(zip(fused, fused.dropFirst()).allSatisfy { $0.score > $1.score || ($0.score == $1.score && $0.id < $1.id) })
      #expect(Set(fused.map(\.id)) == Set(lists.joined()))
      #expect(ReciprocalRankFusion().fuse(lists.reversed().map { Self.rows(Array($0)) }) == fused)
    }
  }
}
