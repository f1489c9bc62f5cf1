/// Corrects p-values of several tests made together.
public enum Correction: String, CaseIterable, Sendable {
  /// Holm's step-down procedure (1979): controls the chance of any false alarm, never weaker than Bonferroni's.
  case holm
  /// Each p times the number of tests.
  case bonferroni
  /// As they are.
  case none

  /// Corrected p-values, at most 1, in the order given.
  public func correct(_ values: [Double]) -> [Double] {
    switch self {
    case .none: values
    case .bonferroni: values.map { min(1, $0 * Double(values.count)) }
    case .holm: Correction.holm(values)
    }
  }

  private static func holm(_ values: [Double]) -> [Double] {
    var corrected = values
    var highest = 0.0
    let order = values.indices.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] < values[$1] }
    for (done, index) in order.enumerated() {
      highest = max(highest, min(1, values[index] * Double(values.count - done)))
      corrected[index] = highest
    }
    return corrected
  }
}
