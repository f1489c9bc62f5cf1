/// In what the linear layers of a model compute. Embeddings, norms, attention and heads compute in single precision in both.
public enum Precision: String, Sendable, CaseIterable {
  /// Single precision.
  case fp32
  /// Weights in eight bits with a scale for each output, activations in eight bits with a scale and a zero for each token; sums are
  /// exact. See `QuantizedMatrix`.
  case int8

  /// The known names, for messages.
  public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
