/// A place in the training data.
public struct DataPosition: Sendable, Equatable {
  /// The epoch, from 0.
  public var epoch = 0
  /// Examples of it that were trained on.
  public var examples = 0

  /// The beginning.
  public init() {}

  /// A place.
  public init(epoch: Int, examples: Int) {
    self.epoch = epoch
    self.examples = examples
  }
}
