internal import Tensors

/// Word embeddings, normalised; positions enter by rotation only.
struct ModernBERTEmbeddings: Sendable {
  private let words: WordTable?
  private let norm: LayerNorm

  init(_ configuration: ModernBERTConfiguration, from reader: inout WeightReader) {
    let hidden = configuration.hidden
    words = reader.table("embeddings.tok_embeddings.weight", rows: configuration.vocabulary, columns: hidden)
    norm = LayerNorm(
      "embeddings.norm", width: hidden, epsilon: configuration.epsilon, bias: configuration.normBias, from: &reader)
  }

  /// The embeddings of all tokens, into `memory.hidden` and, as the start of the residual stream, `memory.residual`.
  func apply(to memory: Workspace, _ batch: RaggedBatch) {
    guard let words else { return }
    for (row, id) in batch.ids.enumerated() {
      var elements = memory.hidden.mutableRow(row)
      words.read(Int(id), on: norm.instructionSet, into: &elements)
    }
    norm.apply(&memory.hidden, rows: batch.tokenCount)
    for row in 0..<batch.tokenCount { memory.residual.copyRow(row, of: memory.hidden, to: row) }
  }
}
