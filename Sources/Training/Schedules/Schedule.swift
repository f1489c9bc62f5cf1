/// How the learning rate goes on: a factor of the peak rate for each optimizer step.
public protocol Schedule: Sendable {
  /// The factor of the peak learning rate at an optimizer step, from 0.
  func factor(step: Int) -> Double
}

/// What a schedule is stretched over.
public struct ScheduleSpan: Sendable {
  /// The real number of optimizer steps of the training.
  public let steps: Int
  /// The learning rate that the factors multiply.
  public let peak: Double

  /// A span.
  public init(steps: Int, peak: Double) {
    self.steps = steps
    self.peak = peak
  }
}
