/// Which positives of a query are trained on.
public enum PositiveChoice: String, CaseIterable, Sendable {
  /// The first in the order of the judgements: one example a query, as in arXiv:2506.18535.
  case first
  /// Each in an example of its own, with negatives of its own.
  case each
  /// All in one example, with negatives for each.
  case together

  /// The positives of each example.
  public func groups<Element>(_ positives: [Element]) -> [[Element]] {
    switch self {
    case .first: positives.isEmpty ? [] : [[positives[0]]]
    case .each: positives.map { [$0] }
    case .together: positives.isEmpty ? [] : [positives]
    }
  }
}
