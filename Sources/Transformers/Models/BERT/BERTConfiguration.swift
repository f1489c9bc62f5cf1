internal import Tensors

/// The numbers of a BERT model, from config.json. Source: transformers, models/bert/configuration_bert.py.
struct BERTConfiguration: Sendable {
  let vocabulary: Int
  let hidden: Int
  let layers: Int
  let heads: Int
  let inner: Int
  let positions: Int
  let tokenTypes: Int
  let epsilon: Float
  let activation: Activation

  init(_ reader: ConfigurationReader) throws {
    vocabulary = try reader.size("vocab_size", default: 30_522)
    hidden = try reader.size("hidden_size", default: 768)
    layers = try reader.size("num_hidden_layers", default: 12, atMost: 1_000)
    heads = try reader.size("num_attention_heads", default: 12)
    inner = try reader.size("intermediate_size", default: 3_072)
    positions = try reader.size("max_position_embeddings", default: 512)
    tokenTypes = try reader.size("type_vocab_size", default: 2)
    epsilon = try reader.positive("layer_norm_eps", default: 1e-12)
    activation = try reader.choice("hidden_act", default: "gelu", from: ["gelu": .gelu, "relu": .relu])
    _ = try reader.choice("position_embedding_type", default: "absolute", from: ["absolute": true])
    _ = try reader.flag("is_decoder", default: false, only: false)
    guard hidden % heads == 0 else {
      throw TransformersError.configuration(
        path: reader.path, key: "hidden_size", reason: "is \(hidden), not a multiple of the \(heads) attention heads")
    }
  }

  var attention: AttentionShape {
    AttentionShape(heads: heads, headWidth: hidden / heads, scale: 1 / Float(hidden / heads).squareRoot())
  }
}
