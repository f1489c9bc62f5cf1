/// How a family that shares BERT's layers calls its weights.
struct BERTWeightNames: Sendable {
  /// What checkpoints with a head put before the body's names.
  let prefix: String
  /// What comes before a layer's number.
  let layers: String
  /// Queries, keys and values.
  let projections: [String]
  let attentionOutput: String
  let attentionNorm: String
  let inner: String
  let outer: String
  let outputNorm: String
  /// What the names of heads begin with: the pooler and those of pre-training and classification.
  let heads: [String]

  static let bert = BERTWeightNames(prefix: "bert.", heads: ["pooler.", "cls.", "classifier."])

  /// BERT's own names under another prefix. Source: transformers, models/bert/modeling_bert.py.
  init(prefix: String, heads: [String]) {
    self.init(
      prefix: prefix, layers: "encoder.layer", projections: ["query", "key", "value"].map { "attention.self.\($0)" },
      attentionOutput: "attention.output.dense", attentionNorm: "attention.output.LayerNorm", inner: "intermediate.dense",
      outer: "output.dense", outputNorm: "output.LayerNorm", heads: heads)
  }

  init(
    prefix: String, layers: String, projections: [String], attentionOutput: String, attentionNorm: String, inner: String,
    outer: String, outputNorm: String, heads: [String]
  ) {
    self.prefix = prefix
    self.layers = layers
    self.projections = projections
    self.attentionOutput = attentionOutput
    self.attentionNorm = attentionNorm
    self.inner = inner
    self.outer = outer
    self.outputNorm = outputNorm
    self.heads = heads
  }

  /// A stored name without the prefix, and with the newer names of layer norm's weights.
  func canonical(_ stored: String) -> String {
    var name = stored.hasPrefix(prefix) ? String(stored.dropFirst(prefix.utf8.count)) : stored
    for (old, new) in [(".gamma", ".weight"), (".beta", ".bias")] where name.hasSuffix("LayerNorm\(old)") {
      name = name.dropLast(old.utf8.count) + new
    }
    return name
  }

  /// True for a weight that a body does without, and for the buffers that some versions of transformers stored.
  func isUnneeded(_ name: String) -> Bool {
    name == "embeddings.position_ids" || name == "embeddings.token_type_ids" || heads.contains { name.hasPrefix($0) }
  }
}
