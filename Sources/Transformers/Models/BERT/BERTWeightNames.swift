/// How the weights of a BERT checkpoint are called.
enum BERTWeightNames {
  /// A stored name without the `bert.` prefix, and with the newer names of layer norm's weights.
  static func canonical(_ stored: String) -> String {
    var name = stored.hasPrefix("bert.") ? String(stored.dropFirst(5)) : stored
    for (old, new) in [(".gamma", ".weight"), (".beta", ".bias")] where name.hasSuffix("LayerNorm\(old)") {
      name = name.dropLast(old.utf8.count) + new
    }
    return name
  }

  /// Buffers that some versions of transformers stored: no weights.
  static func isBuffer(_ name: String) -> Bool { name == "embeddings.position_ids" || name == "embeddings.token_type_ids" }

  /// Weights of heads that a body does without: the pooler and those of pre-training and classification.
  static func isHead(_ name: String) -> Bool {
    isBuffer(name) || ["pooler.", "cls.", "classifier."].contains { name.hasPrefix($0) }
  }

  static func layer(_ index: Int) -> String { "encoder.layer.\(index)" }
}
