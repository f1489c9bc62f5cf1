/// In what a saved model's weights are stored.
public enum SavedPrecision: String, Sendable, CaseIterable {
  /// Single precision: what training computes in.
  case fp32
  /// Half precision, rounded to nearest, ties to even: half the bytes.
  case fp16

  /// The name in a safetensors header.
  var elementType: String { self == .fp32 ? "F32" : "F16" }

  /// Bytes of an element.
  var byteCount: Int { self == .fp32 ? 4 : 2 }

  /// What config.json calls it.
  var torchName: String { self == .fp32 ? "float32" : "float16" }
}
