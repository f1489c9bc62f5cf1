/// Base-2 logarithms out of additions, multiplications and divisions alone, so that every machine and library gives the same bits.
enum BinaryLogarithm {
  /// log2(e).
  static let ofE = 1.442_695_040_888_963_4

  /// log2 of a positive number: its exponent, and the series of the inverse hyperbolic tangent for the rest, which lies in [0.7, 1.42).
  /// At most 2e-16 of the series is left out.
  static func of(_ value: Double) -> Double {
    var exponent = Double(value.exponent)
    var rest = value.significand
    if rest > 1.42 {
      rest /= 2
      exponent += 1
    }
    let ratio = (rest - 1) / (rest + 1)
    let square = ratio * ratio
    var sum = 0.0
    for divisor in stride(from: 21.0, through: 1, by: -2) { sum = sum * square + 1 / divisor }
    return exponent + 2 * ofE * ratio * sum
  }
}
