import Ranking
import TestSupport
import Testing

/// Scores from a small set, so that ties are many; tie ranks are a permutation.
@Test(arguments: [0, 1, 2, 7, 100, 1000])
func `the selection keeps what sorting everything keeps`(capacity: Int) {
  var random = SeededGenerator(seed: UInt64(capacity) + 1)
  for _ in 0..<50 {
    let count = Int.random(in: 0...300, using: &random)
    let scores = (0..<count).map { _ in Float(Int.random(in: -3...3, using: &random)) }
    let ties = (0..<UInt32(count)).shuffled(using: &random)
    var best = TopK(capacity: capacity)
    for document in (0..<count).shuffled(using: &random) {
      best.offer(document: UInt32(document), score: scores[document], tie: ties[document])
    }
    let sorted = (0..<count).sorted { scores[$0] > scores[$1] || (scores[$0] == scores[$1] && ties[$0] < ties[$1]) }
    #expect(best.ranked().map { Int($0.document.value) } == Array(sorted.prefix(capacity)))
  }
}

@Test func `the threshold is what a newcomer must reach`() {
  var best = TopK(capacity: 2)
  #expect(best.threshold == -.infinity)
  best.offer(document: 0, score: 3, tie: 0)
  best.offer(document: 1, score: 1, tie: 1)
  #expect(best.threshold == 1)
  best.offer(document: 2, score: 1, tie: 0)
  #expect(best.ranked().map(\.document.value) == [0, 2])
  #expect(TopK(capacity: 0).threshold == .infinity)
}

@Test func `a pair is judged once`() {
  var judgements = Judgements()
  let first = judgements.add(query: "q", document: "d", grade: 2)
  let second = judgements.add(query: "q", document: "d", grade: 0)
  #expect(first && !second)
  #expect(judgements.grades["q"] == ["d": 2])
}
