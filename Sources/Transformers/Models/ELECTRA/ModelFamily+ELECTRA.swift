internal import Tensors

extension ModelFamily {
  /// ELECTRA's discriminator (Clark et al., 2020): BERT's layers, on embeddings that may have another width.
  ///
  /// Source: transformers, models/electra/modeling_electra.py.
  static let electra = ModelFamily(
    modelType: "electra",
    names: BERTWeightNames(
      prefix: "electra.", heads: ["discriminator_predictions.", "generator_predictions.", "generator_lm_head.", "classifier."]),
    head: FirstTokenHead.Names(dense: "classifier.dense", activation: .gelu, output: "classifier.out_proj"),
    dropout: { try .bertWithHeadInput($0) }
  ) { reader in
    try BERTConfiguration(
      reader, width: try reader.size("embedding_size", default: 128), standard: BERTStandard(hidden: 256, heads: 4, inner: 1_024))
  }
}
