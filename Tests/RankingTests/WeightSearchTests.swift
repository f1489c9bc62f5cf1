import Ranking
import TestSupport
import Testing

@Suite struct WeightSearchTests {
  /// All combinations of `parts` into so many runs, the most for the first run first.
  static func all(_ parts: Int, _ runs: Int) -> [[Int]] {
    runs == 1 ? [[parts]] : (0...parts).reversed().flatMap { first in all(parts - first, runs - 1).map { [first] + $0 } }
  }

  @Test(arguments: [(2, 20, 21), (3, 10, 66)]) func `two and three runs are searched whole`(runs: Int, parts: Int, count: Int)
    throws
  {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20 {
      var asked: [[Double]] = [], values: [Double] = []
      let found = WeightSearch(runs: runs).best { weights in
        asked.append(weights)
        values.append(Double(Int.random(in: 0..<8, using: &generator)))
        return values[values.count - 1]
      }
      #expect(asked == Self.all(parts, runs).map { $0.map { Double($0) / Double(parts) } })
      #expect(found.combinations == count && asked.count == count)
      let best = try #require(values.max())
      let first = try #require(values.firstIndex(of: best))
      #expect(found.value == best && found.weights == asked[first])
    }
  }

  @Test(arguments: [4, 5, 7]) func `more runs reach the peak of a hill, whatever it is`(runs: Int) {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<20 {
      let peak = (0..<runs).map { _ in Double.random(in: 0...1, using: &generator) }
      let height: ([Double]) -> Double = { -zip($0, peak).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
      let found = WeightSearch(runs: runs).best(height)
      #expect(abs(found.weights.reduce(0, +) - 1) < 1e-12 && found.weights.allSatisfy { $0 >= 0 })
      #expect(found.combinations <= 2000 && found.value == height(found.weights))
      if runs == 4 {
        let best = Self.all(20, 4).map { height($0.map { Double($0) / 20 }) }.max()
        #expect(found.value >= (best ?? 0) - 1e-12)
      }
    }
  }

  @Test func `what gains nothing stays with the even split, and the number of combinations is bounded`() {
    #expect(WeightSearch(runs: 4).best { _ in 1 }.weights == [0.25, 0.25, 0.25, 0.25])
    #expect(WeightSearch(runs: 2).best { _ in 1 }.weights == [1, 0])
    var asked = 0.0
    let found = WeightSearch(runs: 30).best { _ in
      asked += 1
      return asked
    }
    #expect(found.combinations == 2000 && asked == 2000 && found.value == 2000)
  }

  @Test func `a run that alone is best gets everything`() {
    #expect(WeightSearch(runs: 6).best { $0[4] }.weights == [0, 0, 0, 0, 1, 0])
  }

  @Test func `the greatest sums come in order, equal ones by place`() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      let sums = (0..<Int.random(in: 0...200, using: &generator)).map { _ in Double(Int.random(in: 0..<20, using: &generator)) }
      let count = Int.random(in: 0...220, using: &generator)
      let sorted = sums.indices.sorted { (sums[$1], $0) < (sums[$0], $1) }
      #expect(greatestPlaces(of: sums, count: count) == Array(sorted.prefix(count)))
    }
  }
}
