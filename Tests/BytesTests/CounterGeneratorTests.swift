import Bytes
import Testing

@Suite struct CounterGeneratorTests {
  @Test func `the same keys give the same numbers, other keys others`() {
    var one = CounterGenerator(3, 1, 4)
    var two = CounterGenerator(3, 1, 4)
    var other = CounterGenerator(3, 4, 1)
    let numbers = (0..<100).map { _ in one.next() }
    #expect(numbers == (0..<100).map { _ in two.next() } && numbers != (0..<100).map { _ in other.next() })
    #expect(Set(numbers).count == 100)
    var named = CounterGenerator(seed: 1, name: "q1")
    var next = CounterGenerator(seed: 1, name: "q2")
    var later = CounterGenerator(seed: 1, epoch: 1, name: "q1")
    #expect(Set([named.next(), next.next(), later.next()]).count == 3)
  }

  @Test func `numbers below a bound are evenly spread`() {
    var generator = CounterGenerator(7)
    var counts = Array(repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[generator.below(6)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 }, "\(counts)")
    #expect((0..<1000).allSatisfy { _ in (0..<1).contains(generator.unit()) } && generator.below(1) == 0)
  }

  @Test func `neighbouring keys have streams that have nothing to do with one another`() {
    let ones = (0..<2000).map { key in
      var left = CounterGenerator(9, UInt64(key))
      var right = CounterGenerator(9, UInt64(key + 1))
      return (left.next() ^ right.next()).nonzeroBitCount
    }
    let mean = Double(ones.reduce(0, +)) / 2000
    #expect(abs(mean - 32) < 0.5)
  }

  @Test func `draws are distinct and even, shuffles are permutations`() {
    var generator = CounterGenerator(5)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<12_000 { counts[generator.draw(2, below: 4), default: 0] += 1 }
    #expect(counts.count == 12 && counts.keys.allSatisfy { $0[0] != $0[1] } && counts.values.allSatisfy { abs($0 - 1000) < 170 })
    #expect(generator.draw(9, below: 4).sorted() == [0, 1, 2, 3] && generator.draw(3, below: 0).isEmpty)
    var elements = Array(0..<100)
    generator.shuffle(&elements)
    #expect(elements.sorted() == Array(0..<100) && elements != Array(0..<100))
  }
}
