internal import CKernels

/// A function applied to each element of a product before it is stored.
public enum Activation: Sendable {
  /// The element itself.
  case identity
  /// x (1 + erf(x / √2)) / 2.
  case gelu
  /// max(0, x).
  case relu
  /// tanh x.
  case tanh

  var kernel: ck_activation {
    switch self {
    case .identity: ck_identity
    case .gelu: ck_gelu
    case .relu: ck_relu
    case .tanh: ck_tanh
    }
  }
}
