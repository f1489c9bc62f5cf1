internal import Tensors

extension ModelFamily {
  /// DistilBERT (Sanh et al., 2019): BERT's layers without segments, under other names.
  ///
  /// Source: transformers, models/distilbert/modeling_distilbert.py.
  static let distilbert = ModelFamily(
    modelType: "distilbert",
    names: BERTWeightNames(
      prefix: "distilbert.", layers: "transformer.layer", projections: ["q", "k", "v"].map { "attention.\($0)_lin" },
      attentionOutput: "attention.out_lin", attentionNorm: "sa_layer_norm", inner: "ffn.lin1", outer: "ffn.lin2",
      outputNorm: "output_layer_norm",
      heads: ["vocab_transform.", "vocab_layer_norm.", "vocab_projector.", "pre_classifier.", "classifier.", "qa_outputs."]),
    head: FirstTokenHead.Names(dense: "pre_classifier", activation: .relu, output: "classifier"),
    dropout: { reader in
      // No dropout on what attention adds. Source: `TransformerBlock`.
      let rate = try reader.rate("dropout", default: 0.1)
      return DropoutRates(
        embeddings: rate, attention: try reader.rate("attention_dropout", default: 0.1), output: rate,
        head: try reader.rate("seq_classif_dropout", default: 0.2))
    }
  ) { reader in
    let width = try reader.size("dim", default: 768), heads = try reader.size("n_heads", default: 12)
    try reader.check(heads: heads, divide: width, "dim")
    return BERTConfiguration(
      embeddings: EmbeddingShape(
        vocabulary: try reader.size("vocab_size", default: 30_522), width: width,
        positions: try reader.size("max_position_embeddings", default: 512), padding: nil, tokenTypes: 0, epsilon: 1e-12,
        untrainedToken: reader.paddingToken(default: 0)),
      layers: try reader.size("n_layers", default: 6, atMost: 1_000), heads: heads,
      inner: try reader.size("hidden_dim", default: 3_072), activation: try reader.activation("activation", default: "gelu"))
  }
}
