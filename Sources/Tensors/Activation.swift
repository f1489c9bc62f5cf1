internal import CKernels

/// A function applied to each element of a product before it is stored.
public enum Activation: Sendable {
  /// The element itself.
  case identity
  /// x (1 + erf(x / √2)) / 2.
  case gelu
  /// x (1 + tanh(√(2 / π) (x + 0.044715 x³))) / 2, the approximation of the first BERT and GPT.
  case geluTanh
  /// x / (1 + e⁻ˣ).
  case silu
  /// max(0, x).
  case relu
  /// tanh x.
  case tanh

  var kernel: ck_activation {
    switch self {
    case .identity: ck_identity
    case .gelu: ck_gelu
    case .geluTanh: ck_gelu_tanh
    case .silu: ck_silu
    case .relu: ck_relu
    case .tanh: ck_tanh
    }
  }
}
