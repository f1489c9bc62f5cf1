/// How the learning rate goes on: a factor of the peak rate for each optimizer step.
public protocol Schedule: Sendable {
  /// The factor of the peak learning rate at an optimizer step, from 0.
  func factor(step: Int) -> Double
}
