extension DropoutRates {
  /// GTE's. Sources: Alibaba-NLP/new-impl, modeling.py; transformers, models/gte/modeling_gte.py.
  static func gte(_ reader: ConfigurationReader) throws -> DropoutRates {
    let hidden = try reader.rate("hidden_dropout_prob", default: 0.1)
    return DropoutRates(
      embeddings: hidden, attention: try reader.rate("attention_probs_dropout_prob", default: 0), attentionOutput: hidden,
      inner: hidden, output: hidden, head: try reader.rate("classifier_dropout", default: hidden))
  }
}
