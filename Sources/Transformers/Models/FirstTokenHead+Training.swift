internal import Tensors

/// A head on the first token under training, with what it keeps of a forward pass: a row for each sequence.
final class FirstTokenHeadTraining: OutputTraining {
  private let head: FirstTokenHead
  /// The first tokens' hidden states.
  private var first: Matrix
  /// What the dense layer gave, before its activation.
  private var inner: Matrix
  /// What the last layer read.
  private var pooled: Matrix

  init(_ head: FirstTokenHead) {
    self.head = head
    first = Matrix(rows: 0, columns: head.width)
    inner = Matrix(rows: 0, columns: head.width)
    pooled = Matrix(rows: 0, columns: head.width)
  }

  var width: Int { 1 }

  func forward(_ pass: TrainingPass) -> [Float] {
    let count = pass.sequences.count, instructionSet = head.instructionSet
    first = Matrix(rows: count, columns: head.width)
    inner = Matrix(rows: count, columns: head.width)
    pooled = Matrix(rows: count, columns: head.width)
    for (sequence, rows) in pass.sequences.enumerated() {
      first.copyRow(rows.lowerBound, of: pass.memory.hidden, to: sequence)
    }
    let sequences = pass.ofSequences
    head.inputDropout.apply(&first, sequences, on: instructionSet)
    head.dense.forward(first, into: &inner, sequences)
    instructionSet.activate(head.activation, inner, rows: count, into: &pooled)
    head.dropout.apply(&pooled, sequences, on: instructionSet)
    return head.last.apply(pooled)
  }

  func backward(_ gradients: [Float], _ pass: TrainingPass) {
    let instructionSet = head.instructionSet, sequences = pass.ofSequences
    var gradient = head.last.backward(pooled, gradients: gradients)
    head.dropout.apply(&gradient, sequences, on: instructionSet)
    instructionSet.activationBackward(head.activation, input: inner, gradient: &gradient, rows: gradients.count)
    var states = Matrix(rows: gradients.count, columns: head.width)
    head.dense.backward(first, gradient: gradient, into: &states, accumulates: false, sequences)
    guard head.dense.passesGradient else { return }
    head.inputDropout.apply(&states, sequences, on: instructionSet)
    for (sequence, rows) in pass.sequences.enumerated() {
      pass.memory.gradient.copyRow(sequence, of: states, to: rows.lowerBound)
    }
  }
}

extension FirstTokenHead: TrainableHead {
  func makeTraining() -> any OutputTraining { FirstTokenHeadTraining(self) }
}
