internal import Lexical

/// Queries that feedback made, for people.
enum FeedbackText {
  /// `term^weight`, heaviest first, with all digits of the weights.
  static func line(_ terms: [WeightedTerm]) -> String {
    terms.isEmpty ? "(no terms)" : terms.map { "\($0.term)^\($0.weight)" }.joined(separator: " ")
  }
}
