internal import Parallelism

/// Fisher's randomisation test on pairs, two-sided: how often does the sum of differences get as far from zero when every
/// difference takes a random sign? (Smucker, Allan and Carterette, CIKM 2007.)
public struct RandomisationTest: Equatable, Sendable {
  /// Sign patterns drawn. When the pairs that differ have no more patterns than this, all are counted and p is exact.
  public private(set) var samples: Int
  /// Where the drawing starts: the same seed gives the same p, whatever the threads.
  public var seed: UInt64

  /// More samples than this are never drawn: p would gain no digit that is printed.
  public static let sampleLimit = 1_000_000_000

  /// A test of 1 to `sampleLimit` samples; a number outside counts as the nearer bound.
  public init(samples: Int = 100_000, seed: UInt64 = 20_070_911) {
    self.samples = min(max(1, samples), RandomisationTest.sampleLimit)
    self.seed = seed
  }

  private static let samplesPerBlock = 1_000

  /// The p-value for differences of pairs; 1 when none differs. Drawn p-values count the observed pattern: (hits + 1) / (samples + 1).
  public func p(_ differences: [Double], threads: Int = 1) -> Double {
    let moved = differences.filter { $0 != 0 }
    if moved.isEmpty { return 1 }
    let observed = abs(moved.reduce(0, +))
    // A pattern that gives the same sum in another order of addition is as far, whatever the rounding.
    let bar = observed - moved.reduce(0) { $0 + abs($1) } * 1e-12
    if moved.count < 60, 1 << moved.count <= samples { return exact(moved, bar) }
    return Double(drawn(moved, bar, threads) + 1) / Double(samples + 1)
  }

  private func exact(_ differences: [Double], _ bar: Double) -> Double {
    var far = 0
    for pattern in 0..<UInt64(1) << UInt64(differences.count) {
      var sum = 0.0
      for (index, difference) in differences.enumerated() { sum += pattern >> UInt64(index) & 1 == 0 ? difference : -difference }
      if abs(sum) >= bar { far += 1 }
    }
    return Double(far) / Double(UInt64(1) << UInt64(differences.count))
  }

  private func drawn(_ differences: [Double], _ bar: Double, _ threads: Int) -> Int {
    let size = RandomisationTest.samplesPerBlock
    let blocks = (samples + size - 1) / size
    do {
      return try mapBlocks(count: blocks, threads: threads) { block in
        var generator = SplitMix(seed: seed, block: block)
        var far = 0
        for _ in 0..<min(size, samples - block * size) where abs(RandomisationTest.sum(differences, &generator)) >= bar {
          far += 1
        }
        return far
      }.reduce(0, +)
    } catch {
      preconditionFailure("drawing signs throws nothing, but: \(error)")
    }
  }

  /// The sum with random signs, one bit a difference.
  private static func sum(_ differences: [Double], _ generator: inout SplitMix) -> Double {
    let values = differences.span
    var sum = 0.0
    var index = 0
    while index < values.count {
      var bits = generator.next()
      let end = min(index &+ 64, values.count)
      while index < end {
        sum += Double(bitPattern: values[index].bitPattern ^ (bits << 63))
        bits >>= 1
        index &+= 1
      }
    }
    return sum
  }
}
