internal import Bytes
internal import Tensors

/// The numbers of a ModernBERT model, from config.json in its older or newer spelling.
///
/// Source: transformers 5.23, models/modernbert/configuration_modernbert.py; 4.48 for what a local_rope_theta of null means.
struct ModernBERTConfiguration: Sendable {
  let vocabulary: Int
  let hidden: Int
  let heads: Int
  let inner: Int
  let positions: Int
  let epsilon: Float
  let activation: Activation
  /// Which of the linear layers and norms have a bias.
  let normBias: Bool
  let attentionBias: Bool
  let feedForwardBias: Bool
  /// The kind of attention of each layer.
  let layers: [ModernBERTAttentionKind]
  /// A token of a local layer sees those at most that far from it.
  let window: Int
  let rotary: ModernBERTRotary
  private let paddingToken: Int?

  init(_ reader: ConfigurationReader) throws {
    vocabulary = try reader.size("vocab_size", default: 50_368)
    hidden = try reader.size("hidden_size", default: 768)
    heads = try reader.size("num_attention_heads", default: 12)
    inner = try reader.size("intermediate_size", default: 1_152, atMost: ConfigurationReader.sizeLimit / 2)
    positions = try reader.size("max_position_embeddings", default: 8_192, atMost: 1 << 17)
    epsilon = try reader.positive("norm_eps", default: 1e-5)
    activation = try reader.activation("hidden_activation", default: "gelu")
    normBias = try reader.flag("norm_bias", default: false)
    attentionBias = try reader.flag("attention_bias", default: false)
    feedForwardBias = try reader.flag("mlp_bias", default: false)
    layers = try ModernBERTAttentionKind.layers(reader)
    window = try Self.window(reader)
    rotary = try ModernBERTRotary(reader)
    paddingToken = reader.paddingToken(default: 50_283)
    try reader.check(rotatedHeads: heads, divide: hidden, "hidden_size")
  }

  /// `local_attention` counts both sides; `sliding_window`, where it is given, one of them.
  private static func window(_ reader: ConfigurationReader) throws -> Int {
    if reader.value("sliding_window") != nil { return try reader.size("sliding_window", default: 64) }
    return try reader.size("local_attention", default: 128) / 2
  }

  /// Words alone.
  var embeddings: EmbeddingShape {
    EmbeddingShape(
      vocabulary: vocabulary, width: hidden, positions: 0, padding: nil, tokenTypes: 0, epsilon: epsilon,
      untrainedToken: paddingToken)
  }

  /// The attention of one layer.
  func attention(_ kind: ModernBERTAttentionKind) -> AttentionShape {
    let width = hidden / heads
    return AttentionShape(
      heads: heads, headWidth: width, scale: 1 / Float(width).squareRoot(), window: kind == .local ? window : nil)
  }
}
