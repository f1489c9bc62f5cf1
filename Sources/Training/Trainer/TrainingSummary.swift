/// What a training that ran to its end has come to.
public struct TrainingSummary: Sendable, Equatable {
  /// Optimizer steps.
  public var steps: Int
  /// Tokens trained on.
  public var tokens: Int
  /// Seconds of steps and evaluations, over all runs.
  public var seconds: Double
  /// The checkpoint with the best value of the deciding measure, where one decides.
  public var best: Checkpoint?
  /// That value.
  public var bestValue: Double?
  /// The last checkpoint.
  public var last: Checkpoint?
}
