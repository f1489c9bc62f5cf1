extension DropoutRates {
  /// ModernBERT's. Source: transformers, models/modernbert/modeling_modernbert.py.
  static func modernBERT(_ reader: ConfigurationReader) throws -> DropoutRates {
    let attention = try reader.rate("attention_dropout", default: 0)
    return DropoutRates(
      embeddings: try reader.rate("embedding_dropout", default: 0), attention: attention, attentionOutput: attention,
      inner: try reader.rate("mlp_dropout", default: 0), head: try reader.rate("classifier_dropout", default: 0))
  }
}

extension ModernBERTWeightNames {
  /// How the weights of the head begin. Source: as above, `_init_weights`.
  static func initialisation(_ reader: ConfigurationReader) throws -> @Sendable (String) -> Initialisation? {
    let cutoff = Double(try reader.positive("initializer_cutoff_factor", default: 2))
    let hidden = Double(try reader.size("hidden_size", default: 768))
    let range = Double(try reader.positive("initializer_range", default: 0.02))
    let layers = Double(try reader.size("num_hidden_layers", default: 22))
    return { name in
      guard name.hasPrefix("head.") || name.hasPrefix("classifier.") else { return nil }
      if name.hasSuffix(".bias") { return .zeros }
      if name == "head.norm.weight" { return .ones }
      return .truncatedNormal(
        deviation: name.hasPrefix("classifier.") ? 1 / hidden.squareRoot() : range / (2 * layers).squareRoot(), cutoff: cutoff)
    }
  }
}
