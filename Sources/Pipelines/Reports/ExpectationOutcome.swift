/// How an expected value fared.
struct ExpectationOutcome: Equatable, Sendable {
  enum Verdict: Equatable, Sendable {
    case met
    case missed
    /// The system was skipped, so there is nothing to compare.
    case unchecked
  }

  var expectation: PipelineConfiguration.Expectation
  var actual: Double?

  var verdict: Verdict {
    guard let actual else { return .unchecked }
    return abs(actual - expectation.value) <= expectation.tolerance * (1 + 1e-9) ? .met : .missed
  }

  /// Counts without a decimal point.
  private static func number(_ value: Double) -> String { Int(exactly: value).map { "\($0)" } ?? "\(value)" }

  /// One line for people.
  var text: String {
    let set = expectation.set.isEmpty ? "" : "\(expectation.set) "
    let name = "\(set)\(expectation.system) \(expectation.measure)"
    let exact = expectation.tolerance == 0
    let wanted = exact ? Self.number(expectation.value) : "\(expectation.value) within \(expectation.tolerance)"
    switch verdict {
    case .met: return "as expected: \(name) = \(Self.number(actual ?? 0)) (\(wanted))"
    case .missed: return "NOT AS EXPECTED: \(name) = \(Self.number(actual ?? 0)), expected \(wanted)"
    case .unchecked: return "not checked: \(name) (the system was skipped)"
    }
  }
}
