extension DropoutRates {
  /// BERT's. Source: transformers, models/bert/modeling_bert.py.
  static func bert(_ reader: ConfigurationReader) throws -> DropoutRates {
    let hidden = try reader.rate("hidden_dropout_prob", default: 0.1)
    return DropoutRates(
      embeddings: hidden, attention: try reader.rate("attention_probs_dropout_prob", default: 0.1), attentionOutput: hidden,
      output: hidden, head: try reader.rate("classifier_dropout", default: hidden))
  }

  /// As BERT's, with a head that drops what its dense layer reads too, as RoBERTa's and ELECTRA's do.
  static func bertWithHeadInput(_ reader: ConfigurationReader) throws -> DropoutRates {
    var rates = try bert(reader)
    rates.headInput = rates.head
    return rates
  }
}
