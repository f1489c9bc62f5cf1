internal import Tensors

/// The numbers of a GTE model, from config.json.
///
/// Sources: Alibaba-NLP/new-impl, configuration.py (model_type "new"); transformers, models/gte/configuration_gte.py ("gte").
struct GTEConfiguration: Sendable {
  let embeddings: EmbeddingShape
  let layers: Int
  let heads: Int
  let inner: Int
  let positions: Int
  /// Inverse frequencies of the rotary positions.
  let frequencies: [Float]
  let activation: Activation
  /// True when queries, keys and values come from one matrix of the checkpoint.
  let isPacked: Bool

  /// More positions than any such model has, and few enough for a table of them all.
  static let positionLimit = 1 << 17

  /// The numbers that both model types call alike; `frequencies` is asked for those of a head's width.
  init(
    _ reader: ConfigurationReader, vocabulary: Int, padding: Int?, positions: Int, isPacked: Bool,
    frequencies: (_ headWidth: Int) throws -> [Float]
  ) throws {
    let hidden = try reader.size("hidden_size", default: 768)
    layers = try reader.size("num_hidden_layers", default: 12, atMost: 1_000)
    heads = try reader.size("num_attention_heads", default: 12)
    inner = try reader.size("intermediate_size", default: 3_072)
    self.positions = try reader.size("max_position_embeddings", default: positions, atMost: Self.positionLimit)
    self.isPacked = isPacked
    activation = try reader.activation("hidden_act", default: "gelu")
    embeddings = EmbeddingShape(
      vocabulary: try reader.size("vocab_size", default: vocabulary), width: hidden, positions: 0, padding: nil,
      tokenTypes: try reader.size("type_vocab_size", default: 1, atLeast: 0),
      epsilon: try reader.positive("layer_norm_eps", default: 1e-12), untrainedToken: reader.paddingToken(default: padding))
    try reader.check(rotatedHeads: heads, divide: hidden, "hidden_size")
    self.frequencies = try frequencies(hidden / heads)
  }

  var hidden: Int { embeddings.width }

  var attention: AttentionShape {
    AttentionShape(heads: heads, headWidth: hidden / heads, scale: 1 / Float(hidden / heads).squareRoot())
  }

  var rotary: RotaryTable { RotaryTable(positions: positions, headWidth: hidden / heads, frequencies: frequencies) }
}
