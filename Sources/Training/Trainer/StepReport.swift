/// One optimizer step as it was made.
public struct StepReport: Sendable, Equatable {
  /// Its number, from 1.
  public var step: Int
  /// The loss before the step, over all its examples.
  public var loss: Double
  /// The learning rate that was used.
  public var learningRate: Double
  /// The norm of all gradients together, before clipping.
  public var gradientNorm: Double
  /// Query-passage pairs of its examples.
  public var pairs: Int
  /// Tokens of its sequences.
  public var tokens: Int
  /// Wall-clock seconds.
  public var seconds: Double
}
