internal import Tensors

/// The numbers of a model with BERT's layers.
struct BERTConfiguration: Sendable {
  let embeddings: EmbeddingShape
  let hidden: Int
  let layers: Int
  let heads: Int
  let inner: Int
  let epsilon: Float
  let activation: Activation

  /// BERT's, from config.json. Source: transformers, models/bert/configuration_bert.py.
  ///
  /// `padding` tells RoBERTa's manner of counting positions, `width` where embeddings are narrower or wider than hidden states.
  init(_ reader: ConfigurationReader, padding: Int? = nil, width: Int? = nil, standard: BERTStandard = .base) throws {
    hidden = try reader.size("hidden_size", default: standard.hidden)
    layers = try reader.size("num_hidden_layers", default: 12, atMost: 1_000)
    heads = try reader.size("num_attention_heads", default: standard.heads)
    inner = try reader.size("intermediate_size", default: standard.inner)
    epsilon = try reader.positive("layer_norm_eps", default: 1e-12)
    activation = try reader.activation("hidden_act", default: "gelu")
    embeddings = EmbeddingShape(
      vocabulary: try reader.size("vocab_size", default: standard.vocabulary), width: width ?? hidden,
      positions: try reader.size("max_position_embeddings", default: 512), padding: padding,
      tokenTypes: try reader.size("type_vocab_size", default: 2), epsilon: epsilon,
      untrainedToken: padding ?? reader.paddingToken(default: 0))
    _ = try reader.choice("position_embedding_type", default: "absolute", from: ["absolute": true])
    _ = try reader.flag("is_decoder", default: false, only: false)
    try reader.check(heads: heads, divide: hidden, "hidden_size")
  }

  init(embeddings: EmbeddingShape, layers: Int, heads: Int, inner: Int, activation: Activation) {
    self.embeddings = embeddings
    hidden = embeddings.width
    epsilon = embeddings.epsilon
    self.layers = layers
    self.heads = heads
    self.inner = inner
    self.activation = activation
  }

  var attention: AttentionShape {
    AttentionShape(heads: heads, headWidth: hidden / heads, scale: 1 / Float(hidden / heads).squareRoot())
  }
}

/// What a configuration leaves out: sizes of the family's standard model.
struct BERTStandard: Sendable {
  var vocabulary = 30_522
  var hidden = 768
  var heads = 12
  var inner = 3_072

  static let base = BERTStandard()
}

extension ConfigurationReader {
  /// The names of hidden activations that are implemented. Source: transformers, activations.py.
  static let activations: [String: Activation] = [
    "gelu": .gelu, "gelu_python": .gelu, "gelu_new": .geluTanh, "gelu_fast": .geluTanh, "gelu_pytorch_tanh": .geluTanh,
    "gelu_python_tanh": .geluTanh, "relu": .relu, "silu": .silu, "swish": .silu, "tanh": .tanh,
  ]

  /// The padding token that embeddings are made with in transformers (`padding_idx`); none where the entry is null.
  func paddingToken(default standard: Int?) -> Int? {
    if isNull("pad_token_id") { return nil }
    guard let found = value("pad_token_id") else { return standard }
    return found.int
  }

  /// The activation that a string names.
  func activation(_ key: String, default standard: String) throws -> Activation {
    try choice(key, default: standard, from: Self.activations)
  }

  /// Throws unless a width, which `key` gave, can be shared out among the heads.
  func check(heads: Int, divide width: Int, _ key: String) throws {
    guard width % heads == 0 else {
      throw TransformersError.configuration(
        path: path, key: key, reason: "is \(width), not a multiple of the \(heads) attention heads")
    }
  }

  /// Throws unless the heads can be rotated by halves too: a table holds a head's width for every position.
  func check(rotatedHeads heads: Int, divide width: Int, _ key: String) throws {
    try check(heads: heads, divide: width, key)
    guard width / heads % 2 == 0, width / heads <= 1_024 else {
      throw TransformersError.configuration(
        path: path, key: key,
        reason: "is \(width): heads of \(width / heads) cannot be rotated by halves; an even number of at most 1024 can")
    }
  }
}
