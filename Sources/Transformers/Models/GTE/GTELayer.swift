internal import Tensors

/// One layer of GTE, normalised after each sublayer: h = LN(x + attention(x)); out = LN(h + down(up(h) activation(gate(h)))).
struct GTELayer: PostNormLayer {
  let attention: SelfAttention
  let attentionDropout: Dropout
  let attentionNorm: LayerNorm
  let feedForward: GatedFeedForward
  let outputDropout: Dropout
  let outputNorm: LayerNorm

  init(_ index: Int, _ configuration: GTEConfiguration, rotary: RotaryTable, from reader: inout WeightReader) {
    let name = "encoder.layer.\(index)"
    reader.begin(.layer(index))
    let hidden = configuration.hidden, inner = configuration.inner, epsilon = configuration.embeddings.epsilon
    let projection =
      configuration.isPacked
      ? Linear("\(name).attention.qkv_proj", inputs: hidden, outputs: 3 * hidden, from: &reader)
      : Linear(["q", "k", "v"].map { "\(name).attention.\($0)_proj" }, inputs: hidden, outputs: hidden, from: &reader)
    attention = SelfAttention(
      projection: projection, output: Linear("\(name).attention.o_proj", inputs: hidden, outputs: hidden, from: &reader),
      shape: configuration.attention, rotary: rotary, dropout: reader.dropout(\.attention))
    attentionDropout = reader.dropout(\.attentionOutput)
    attentionNorm = LayerNorm("\(name).attn_ln", width: hidden, epsilon: epsilon, from: &reader)
    feedForward = GatedFeedForward(
      inner: Linear("\(name).mlp.up_gate_proj", inputs: hidden, outputs: 2 * inner, bias: false, from: &reader),
      outer: Linear("\(name).mlp.down_proj", inputs: inner, outputs: hidden, from: &reader),
      activation: configuration.activation, activated: .second, dropout: reader.dropout(\.inner))
    outputDropout = reader.dropout(\.output)
    outputNorm = LayerNorm("\(name).mlp_ln", width: hidden, epsilon: epsilon, from: &reader)
  }

  func apply(to memory: Workspace, _ batch: RaggedBatch) {
    let rows = batch.tokenCount
    attention.apply(to: memory, batch)
    attentionNorm.close(memory, rows: rows)
    feedForward.apply(to: memory, rows: rows)
    outputNorm.close(memory, rows: rows)
  }
}
