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

  private let dense: Linear
  private let activation: Activation
  private let weight: [Float]
  private let bias: [Float]
  private let width: Int
  private let instructionSet: InstructionSet

  init(_ names: Names, width: Int, from reader: inout WeightReader) {
    self.width = width
    instructionSet = reader.instructionSet
    dense = Linear(names.dense, inputs: width, outputs: width, precision: .fp32, from: &reader)
    activation = names.activation
    weight = reader.floats("\(names.output).weight", [1, width])
    bias = reader.floats("\(names.output).bias", [1])
  }

  func logits(_ batch: RaggedBatch, in memory: Workspace) -> [Float] {
    var first = Matrix(rows: batch.count, columns: width)
    var pooled = Matrix(rows: batch.count, columns: width)
    for sequence in 0..<batch.count { first.copyRow(batch.starts[sequence], of: memory.hidden, to: sequence) }
    dense.apply(first, rows: 0..<batch.count, activation: activation, into: &pooled, at: 0)
    var logits = [Float](repeating: 0, count: batch.count)
    var target = logits.mutableSpan
    instructionSet.dot(rows: pooled.elements, with: weight.span, into: &target)
    return logits.map { $0 + bias[0] }
  }
}
