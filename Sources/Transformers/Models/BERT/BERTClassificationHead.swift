internal import Tensors

/// BERT's pooler and a linear layer to one logit: w · tanh(P h₀ + p) + b, h₀ the first token's hidden state.
struct BERTClassificationHead: ClassificationHead {
  private let pooler: Linear
  private let classifier: [Float]
  private let bias: [Float]
  private let width: Int

  init(_ configuration: BERTConfiguration, from reader: inout WeightReader) {
    width = configuration.hidden
    pooler = Linear("pooler.dense", inputs: width, outputs: width, from: &reader)
    classifier = reader.floats("classifier.weight", [1, width])
    bias = reader.floats("classifier.bias", [1])
  }

  func logits(_ batch: RaggedBatch, in memory: Workspace) -> [Float] {
    var first = Matrix(rows: batch.count, columns: width)
    var pooled = Matrix(rows: batch.count, columns: width)
    for sequence in 0..<batch.count { first.copyRow(batch.starts[sequence], of: memory.hidden, to: sequence) }
    pooler.apply(first, rows: 0..<batch.count, activation: .tanh, into: &pooled, at: 0)
    var logits = [Float](repeating: 0, count: batch.count)
    var target = logits.mutableSpan
    pooler.weight.instructionSet.dot(rows: pooled.elements, with: classifier.span, into: &target)
    return logits.map { $0 + bias[0] }
  }
}
