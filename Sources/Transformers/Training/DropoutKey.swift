internal import Tensors

/// What decides the dropout of a forward pass, beside a sequence's number and the place in the model: the same key draws the same
/// masks again.
public struct DropoutKey: Sendable, Hashable {
  /// The seed of the run.
  public let seed: UInt64
  /// The optimizer step.
  public let step: Int

  /// The key of a step.
  public init(seed: UInt64, step: Int) {
    self.seed = seed
    self.step = step
  }

  /// The key of one place in the model, for one sequence of the step.
  func key(site: Int, sequence: Int) -> UInt64 {
    [step, sequence, site].reduce(seed) { DropoutMask.key($0, part: UInt64(bitPattern: Int64($1))) }
  }
}
