/// A paired, two-sided test of the difference between two systems.
public enum SignificanceTest: Equatable, Sendable {
  /// Student's t.
  case t
  /// Fisher's randomisation.
  case randomisation(RandomisationTest)

  /// Name for tables and files.
  public var name: String {
    switch self {
    case .t: "paired t-test"
    case .randomisation(let test): "Fisher randomisation (\(test.samples) samples, seed \(test.seed))"
    }
  }

  /// The p-value for differences of pairs.
  public func p(_ differences: [Double], threads: Int = 1) -> Double {
    switch self {
    case .t: PairedTTest.test(differences).p
    case .randomisation(let test): test.p(differences, threads: threads)
    }
  }
}
