internal import Tensors

/// A layer on the first token's hidden state and a linear layer to one logit: w · f(P h₀ + p) + b.
struct FirstTokenHead: ClassificationHead {
  /// What its weights are called, and f.
  struct Names: Sendable {
    let dense: String
    let activation: Activation
    let output: String

    /// True for a name that begins as one of the head's own.
    func isOwn(_ name: String) -> Bool {
      [dense, output].contains { own in name.split(separator: ".").first == own.split(separator: ".").first }
    }
  }

  let dense: Linear
  let activation: Activation
  let last: LogitLayer
  let width: Int
  /// On what the dense layer reads, and on what the last layer reads.
  let inputDropout: Dropout
  let dropout: Dropout
  let instructionSet: InstructionSet

  init(_ names: Names, width: Int, from reader: inout WeightReader) {
    self.width = width
    instructionSet = reader.instructionSet
    reader.begin(.head)
    inputDropout = reader.dropout(\.headInput)
    dense = Linear(names.dense, inputs: width, outputs: width, precision: .fp32, from: &reader)
    activation = names.activation
    dropout = reader.dropout(\.head)
    last = LogitLayer(names.output, width: width, from: &reader)
  }

  func logits(_ batch: RaggedBatch, in memory: Workspace) -> [Float] {
    var first = Matrix(rows: batch.count, columns: width)
    var pooled = Matrix(rows: batch.count, columns: width)
    for sequence in 0..<batch.count { first.copyRow(batch.starts[sequence], of: memory.hidden, to: sequence) }
    dense.apply(first, rows: 0..<batch.count, activation: activation, into: &pooled, at: 0)
    return last.apply(pooled)
  }
}
