/// Dropout on the attention probabilities of some sequences: the probability of query row i and key row j of a sequence of `length`
/// tokens is element i * length + j of its head's mask.
public struct AttentionDropout: Sendable {
  /// The share of probabilities that are dropped, in 0..<1.
  public let rate: Float
  /// One key a sequence; heads derive their own from it.
  public let keys: [UInt64]

  /// Dropout of that rate.
  public init(rate: Float, keys: [UInt64]) {
    precondition(rate >= 0 && rate < 1)
    self.rate = rate
    self.keys = keys
  }

  /// The mask of one head.
  public func mask(sequence: Int, head: Int) -> DropoutMask {
    DropoutMask(key: DropoutMask.key(keys[sequence], part: UInt64(head)), rate: rate)
  }
}
