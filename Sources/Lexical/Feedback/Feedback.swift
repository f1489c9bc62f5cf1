/// How the best documents of a first search change the query of a second one (pseudo relevance feedback).
public enum Feedback: Equatable, Sendable {
  /// The relevance model.
  case rm3(RM3)
  /// Rocchio's vectors.
  case rocchio(Rocchio)

  /// Hits of the first search that are needed.
  var depth: Int {
    switch self {
    case .rm3(let model): model.documents
    case .rocchio(let model): max(model.documents, model.negatives?.depth ?? 0)
    }
  }

  /// - Throws: `LexicalError.badFeedback` for the first parameter out of its range.
  package func validate() throws(LexicalError) {
    switch self {
    case .rm3(let model): try model.validate()
    case .rocchio(let model): try model.validate()
    }
  }
}

/// Checks of feedback parameters.
enum FeedbackRange {
  static func check(_ name: String, count: Int) throws(LexicalError) {
    guard count >= 1 else { throw .badFeedback(parameter: name, value: "\(count)", range: "a whole number of at least 1") }
  }

  static func check(_ name: String, factor: Float) throws(LexicalError) {
    guard factor >= 0, factor.isFinite else { throw .badFeedback(parameter: name, value: "\(factor)", range: "0 or more") }
  }
}
