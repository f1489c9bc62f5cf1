internal import Tensors

extension ModelFamily {
  /// RoBERTa (Liu et al., 2019).
  static let roberta = ModelFamily(positionsAfterPadding: "roberta", vocabulary: 50_265)
  /// XLM-RoBERTa (Conneau et al., 2020).
  static let xlmRoberta = ModelFamily(positionsAfterPadding: "xlm-roberta", vocabulary: 30_522)
  /// CamemBERT (Martin et al., 2020).
  static let camembert = ModelFamily(positionsAfterPadding: "camembert", vocabulary: 30_522)

  /// BERT's layers with positions that begin after the padding token, and a head of its own in place of the pooler. All three call
  /// their weights `roberta.`. Source: transformers, models/roberta/modeling_roberta.py and the files of the others, which copy it.
  private init(positionsAfterPadding modelType: String, vocabulary: Int) {
    self.init(
      modelType: modelType, names: BERTWeightNames(prefix: "roberta.", heads: ["pooler.", "lm_head.", "classifier."]),
      head: FirstTokenHead.Names(dense: "classifier.dense", activation: .tanh, output: "classifier.out_proj"),
      dropout: { try .bertWithHeadInput($0) }
    ) { reader in
      let padding = try reader.size("pad_token_id", default: 1, atLeast: 0)
      let configuration = try BERTConfiguration(reader, padding: padding, standard: BERTStandard(vocabulary: vocabulary))
      guard configuration.embeddings.longest > 0 else {
        throw TransformersError.configuration(
          path: reader.path, key: "max_position_embeddings",
          reason: "is \(configuration.embeddings.positions); positions begin after pad_token_id \(padding), so none is left")
      }
      return configuration
    }
  }
}
