internal import Tensors

/// One layer of BERT, normalised after each sublayer: h = LN(x + attention(x)); out = LN(h + feedForward(h)).
struct BERTLayer: Sendable {
  private let attention: SelfAttention
  private let attentionNorm: LayerNorm
  private let feedForward: FeedForward
  private let outputNorm: LayerNorm

  init(_ index: Int, _ configuration: BERTConfiguration, from reader: inout WeightReader) {
    let name = BERTWeightNames.layer(index)
    let hidden = configuration.hidden, inner = configuration.inner
    attention = SelfAttention(
      projection: Linear(
        ["query", "key", "value"].map { "\(name).attention.self.\($0)" }, inputs: hidden, outputs: hidden, from: &reader),
      output: Linear("\(name).attention.output.dense", inputs: hidden, outputs: hidden, from: &reader),
      shape: configuration.attention)
    attentionNorm = LayerNorm(
      "\(name).attention.output.LayerNorm", width: hidden, epsilon: configuration.epsilon, from: &reader)
    feedForward = FeedForward(
      inner: Linear("\(name).intermediate.dense", inputs: hidden, outputs: inner, from: &reader),
      outer: Linear("\(name).output.dense", inputs: inner, outputs: hidden, from: &reader),
      activation: configuration.activation)
    outputNorm = LayerNorm("\(name).output.LayerNorm", width: hidden, epsilon: configuration.epsilon, from: &reader)
  }

  func apply(to memory: Workspace, _ batch: RaggedBatch) {
    let rows = batch.tokenCount
    attention.apply(to: memory, batch)
    attentionNorm.apply(&memory.hidden, adding: memory.branch, rows: rows)
    feedForward.apply(to: memory, rows: rows)
    outputNorm.apply(&memory.hidden, adding: memory.branch, rows: rows)
  }
}
