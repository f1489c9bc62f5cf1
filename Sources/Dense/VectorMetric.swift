/// What the score of a query and a vector is; higher is better with each.
public enum VectorMetric: String, CaseIterable, Sendable {
  /// The inner product.
  case ip
  /// The cosine: vectors are brought to unit length when they are stored and queries when they are searched; from there on it is `ip`.
  case cosine
  /// Minus the squared Euclidean distance, computed as 2 q·d - |d|² - |q|² in float32; rounding may leave a little above zero for equal vectors.
  case l2
}
