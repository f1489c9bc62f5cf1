/// What a trainer calls out of its loop, on the thread that runs it. An error thrown by a hook ends the training; the last checkpoint stays.
public struct TrainingHooks {
  /// Measures the model after a step; the values come into the log in this order. The model is not touched meanwhile.
  public var evaluate: ((_ step: Int) throws -> [(name: String, value: Double)])?
  /// A line of the log. Lines up to a checkpoint's step have been handed over before it is written; those behind it are handed over
  /// again when the training is resumed from it, so that a log is cut back to the checkpoint's step first.
  public var log: (TrainingRecord) throws -> Void = { _ in }
  /// Every optimizer step, for people who watch.
  public var progress: (StepReport) -> Void = { _ in }
  /// True when the training shall end: asked between groups of sequences, it drops the step that is begun, saves and throws
  /// `TrainingError.interrupted`.
  public var shouldStop: () -> Bool = { false }

  /// No hooks.
  public init() {}
}
