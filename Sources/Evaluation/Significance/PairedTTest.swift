/// Student's paired t-test, two-sided.
public enum PairedTTest {
  /// The statistic and its p-value for differences of pairs.
  ///
  /// With fewer than two pairs, or when every difference is zero, nothing speaks against equality: p is 1. Equal differences
  /// other than zero have no spread: the statistic is infinite and p is 0.
  public static func test(_ differences: [Double]) -> (statistic: Double, p: Double) {
    let count = Double(differences.count)
    if count < 2 { return (0, 1) }
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    // Spread below rounding of the mean is no spread.
    if error <= abs(mean) * 0x1p-50 { return mean == 0 ? (0, 1) : (mean < 0 ? -.infinity : .infinity, 0) }
    let statistic = mean / error
    return (statistic, twoSided(statistic, degrees: count - 1))
  }

  /// The chance that a t-distributed number is at least this far from zero.
  package static func twoSided(_ statistic: Double, degrees: Double) -> Double {
    IncompleteBeta.regularised(degrees / (degrees + statistic * statistic), degrees / 2, 0.5)
  }
}
