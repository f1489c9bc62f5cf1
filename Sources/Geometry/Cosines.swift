internal import Bytes

/// Cosines of pairs of different vectors: near 0 where directions are spread, near 1 where all point one way (Ethayarajh, EMNLP 2019).
public struct PairCosines: Sendable, Equatable {
  /// The mean over all pairs.
  public let exact: Double
  /// The mean over pairs drawn at random.
  public let sampled: Double
  /// The standard deviation of the drawn pairs' cosines.
  public let deviation: Double
  /// How many pairs were drawn.
  public let pairs: Int

  /// The exact mean from the sum of all vectors; `pairs` pairs drawn with a seed.
  /// - Throws: `GeometryError.tooFew` below two vectors.
  public init(_ vectors: Vectors, pairs: Int = 10_000, seed: UInt64) throws(GeometryError) {
    try vectors.require(2, for: "cosines of pairs")
    let unit = vectors.normalized
    exact = PairCosines.mean(unit)
    var random = CounterGenerator(seed, 0xC051_4E5)
    let cosines = (0..<max(1, pairs)).map { _ in
      let left = random.below(unit.count), right = random.below(unit.count - 1)
      return PairCosines.cosine(unit, left, right < left ? right : right + 1)
    }
    let mean = cosines.reduce(0, +) / Double(cosines.count)
    sampled = mean
    deviation = (cosines.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(cosines.count)).squareRoot()
    self.pairs = cosines.count
  }

  /// |sum|^2 is the sum of all products, those of vectors with themselves included.
  private static func mean(_ unit: Vectors) -> Double {
    var sums = [Double](repeating: 0, count: unit.width), own = 0.0
    for row in 0..<unit.count {
      for (column, value) in unit[row].enumerated() { sums[column] += Double(value) }
      own += unit.squaredLength(row)
    }
    return (sums.reduce(0) { $0 + $1 * $1 } - own) / (Double(unit.count) * Double(unit.count - 1))
  }

  private static func cosine(_ unit: Vectors, _ left: Int, _ right: Int) -> Double {
    zip(unit[left], unit[right]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}
