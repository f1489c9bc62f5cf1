import Lexical
import TestSupport
import Testing

@Suite struct `selection and order of hits` {
  /// How often values repeat: hardly, in a few groups, all of them.
  static let distinct: [UInt64] = [UInt64.max, 1000, 7, 2, 1]

  @Test(arguments: distinct) func `quickselect finds what sorting finds`(distinct: UInt64) {
    var generator = SeededGenerator(seed: distinct)
    for count in Array(1...40) + [100, 1000, 5000] {
      let values = (0..<count).map { _ in UInt64.random(in: 0..<distinct, using: &generator) }
      let sorted = values.sorted(by: >)
      for rank in [1, 2, count / 3, count / 2, count - 1, count] where rank >= 1 && rank <= count {
        #expect(Quickselect.greatest(rank, of: values) == sorted[rank - 1], "\(rank) of \(count)")
      }
    }
  }

  @Test func `quickselect takes ordered, reversed and organ-pipe values`() {
    let up = Array(0..<UInt64(3000))
    for values in [up, up.reversed(), up + up.reversed(), up.map { $0 & 1 }] {
      let sorted = values.sorted(by: >)
      for rank in [1, 17, 1500, 2999, 3000] { #expect(Quickselect.greatest(rank, of: values) == sorted[rank - 1]) }
    }
  }

  @Test(arguments: distinct) func `hits are sorted by the bits of their scores`(distinct: UInt64) {
    var generator = SeededGenerator(seed: distinct &+ 1)
    for count in [0, 1, 2, 63, 64, 65, 1000, 4096] {
      let entries = (0..<count).map { number -> UInt64 in
        let score = Float(UInt64.random(in: 0..<min(distinct, 1 << 40), using: &generator)) / 977
        return UInt64(score.bitPattern) << 32 | UInt64(number)
      }
      let found = ScoreSort.sorted(entries)
      let scores = entries.map { Float(bitPattern: UInt32($0 >> 32)) }.sorted(by: >)
      #expect(found.map { Float(bitPattern: UInt32($0 >> 32)) } == scores)
      #expect(found.sorted() == entries.sorted())
    }
  }
}
