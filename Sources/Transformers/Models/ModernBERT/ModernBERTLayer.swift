internal import Tensors

/// One layer of ModernBERT, normalised before each sublayer: h = x + attention(LN x); out = h + feedForward(LN h).
///
/// A sublayer's output stays in `memory.branch`; the next norm adds it to the residual stream.
struct ModernBERTLayer: Sendable {
  /// None in the first layer, whose input the embeddings have normalised.
  let attentionNorm: LayerNorm?
  let attention: SelfAttention
  let attentionDropout: Dropout
  let feedForwardNorm: LayerNorm
  let feedForward: GatedFeedForward

  init(
    _ index: Int, _ configuration: ModernBERTConfiguration, rotary: RotaryTable?, from reader: inout WeightReader
  ) {
    let name = "layers.\(index)", hidden = configuration.hidden, inner = configuration.inner
    let epsilon = configuration.epsilon, normBias = configuration.normBias
    let attentionBias = configuration.attentionBias, feedForwardBias = configuration.feedForwardBias
    reader.begin(.layer(index))
    attentionNorm =
      index == 0
      ? nil : LayerNorm("\(name).attn_norm", width: hidden, epsilon: epsilon, bias: normBias, from: &reader)
    attention = SelfAttention(
      projection: Linear("\(name).attn.Wqkv", inputs: hidden, outputs: 3 * hidden, bias: attentionBias, from: &reader),
      output: Linear("\(name).attn.Wo", inputs: hidden, outputs: hidden, bias: attentionBias, from: &reader),
      shape: configuration.attention(configuration.layers[index]), rotary: rotary,
      dropout: reader.dropout(\.attention))
    attentionDropout = reader.dropout(\.attentionOutput)
    feedForwardNorm = LayerNorm("\(name).mlp_norm", width: hidden, epsilon: epsilon, bias: normBias, from: &reader)
    feedForward = GatedFeedForward(
      inner: Linear("\(name).mlp.Wi", inputs: hidden, outputs: 2 * inner, bias: feedForwardBias, from: &reader),
      outer: Linear("\(name).mlp.Wo", inputs: inner, outputs: hidden, bias: feedForwardBias, from: &reader),
      activation: configuration.activation, activated: .first, dropout: reader.dropout(\.inner))
  }

  func apply(to memory: Workspace, _ batch: RaggedBatch) {
    let rows = batch.tokenCount
    attentionNorm?.open(memory, rows: rows)
    attention.apply(to: memory, batch)
    feedForwardNorm.open(memory, rows: rows)
    feedForward.apply(to: memory, rows: rows)
  }
}
