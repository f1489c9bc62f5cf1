/// How a model is made trainable.
public struct TrainingModelSettings: Sendable, Hashable {
  /// What is trained.
  public var adaptation: Adaptation
  /// One dropout rate for every place, in 0..<1; nil for the rates of config.json.
  public var dropout: Double?
  /// True to keep only each layer's input for the backward pass and to compute the layer again there: less memory, the same bits.
  public var isCheckpointing: Bool
  /// What new weights are drawn from: a missing head's, and LoRA's.
  public var seed: UInt64
  /// True when a bi-encoder's loss is to see its vectors before its Normalize modules; the encoder itself, and what is saved, keep them.
  public var skipsNormalize = false
  /// True where an adapter's changes are filled into low-rank layers instead of being merged as its folder is read.
  var keepsChangesApart = false

  /// Settings.
  public init(
    adaptation: Adaptation = .full(), dropout: Double? = nil, isCheckpointing: Bool = false, seed: UInt64 = 42
  ) {
    self.adaptation = adaptation
    self.dropout = dropout
    self.isCheckpointing = isCheckpointing
    self.seed = seed
  }
}
