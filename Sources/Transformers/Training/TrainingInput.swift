/// A text or a pair as tokens, ready for a training model.
public struct TrainingInput: Sendable {
  package let tokens: TokenSequence
  /// Tokens at the beginning, a prompt's, that pooling leaves out.
  package let skipped: Int
  /// The number of the sequence in its step: it decides the dropout.
  public let number: Int

  package init(tokens: TokenSequence, skipped: Int = 0, number: Int) {
    self.tokens = tokens
    self.skipped = skipped
    self.number = number
  }

  /// Tokens, those of the template included.
  public var tokenCount: Int { tokens.count }
}
