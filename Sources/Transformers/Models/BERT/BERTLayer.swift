internal import Tensors

/// One layer of BERT, normalised after each sublayer: h = LN(x + attention(x)); out = LN(h + feedForward(h)).
struct BERTLayer: PostNormLayer {
  let attention: SelfAttention
  let attentionDropout: Dropout
  let attentionNorm: LayerNorm
  let feedForward: FeedForward
  let outputDropout: Dropout
  let outputNorm: LayerNorm

  init(_ index: Int, _ configuration: BERTConfiguration, _ names: BERTWeightNames, from reader: inout WeightReader) {
    let name = { (part: String) in "\(names.layers).\(index).\(part)" }
    let hidden = configuration.hidden, inner = configuration.inner, epsilon = configuration.epsilon
    reader.begin(.layer(index))
    attention = SelfAttention(
      projection: Linear(names.projections.map(name), inputs: hidden, outputs: hidden, from: &reader),
      output: Linear(name(names.attentionOutput), inputs: hidden, outputs: hidden, from: &reader),
      shape: configuration.attention, dropout: reader.dropout(\.attention))
    attentionDropout = reader.dropout(\.attentionOutput)
    attentionNorm = LayerNorm(name(names.attentionNorm), width: hidden, epsilon: epsilon, from: &reader)
    feedForward = FeedForward(
      inner: Linear(name(names.inner), inputs: hidden, outputs: inner, from: &reader),
      outer: Linear(name(names.outer), inputs: inner, outputs: hidden, from: &reader),
      activation: configuration.activation)
    outputDropout = reader.dropout(\.output)
    outputNorm = LayerNorm(name(names.outputNorm), width: hidden, epsilon: epsilon, from: &reader)
  }

  func apply(to memory: Workspace, _ batch: RaggedBatch) {
    let rows = batch.tokenCount
    attention.apply(to: memory, batch)
    attentionNorm.close(memory, rows: rows)
    feedForward.apply(to: memory, rows: rows)
    outputNorm.close(memory, rows: rows)
  }
}
