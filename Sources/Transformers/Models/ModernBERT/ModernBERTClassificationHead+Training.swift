internal import Tensors

/// ModernBERT's head under training, with what it keeps of a forward pass: a row for each sequence.
final class ModernBERTHeadTraining: OutputTraining {
  private let head: ModernBERTClassificationHead
  private var pooled = Matrix(rows: 0, columns: 0)
  /// What the dense layer gave, before its activation and after it.
  private var inner = Matrix(rows: 0, columns: 0)
  private var activated = Matrix(rows: 0, columns: 0)
  /// What the last layer read.
  private var states = Matrix(rows: 0, columns: 0)

  init(_ head: ModernBERTClassificationHead) { self.head = head }

  var width: Int { 1 }

  func forward(_ pass: TrainingPass) -> [Float] {
    let sequences = pass.ofSequences, count = sequences.rows, width = pass.memory.hidden.columns
    let instructionSet = head.norm.instructionSet
    pooled = Matrix(rows: count, columns: width)
    inner = Matrix(rows: count, columns: width)
    activated = Matrix(rows: count, columns: width)
    states = Matrix(rows: count, columns: width)
    head.pool(pass.memory.hidden, sequences: pass.sequences, into: &pooled)
    head.dense.forward(pooled, into: &inner, sequences)
    instructionSet.activate(head.activation, inner, rows: count, into: &activated)
    head.norm.forward(activated, into: &states, sequences)
    head.dropout.apply(&states, sequences, on: instructionSet)
    return head.last.apply(states)
  }

  func backward(_ gradients: [Float], _ pass: TrainingPass) {
    let sequences = pass.ofSequences, memory = pass.memory, instructionSet = head.norm.instructionSet
    var gradient = head.last.backward(states, gradients: gradients)
    head.dropout.apply(&gradient, sequences, on: instructionSet)
    head.norm.backward(activated, gradient: &gradient, sequences)
    instructionSet.activationBackward(head.activation, input: inner, gradient: &gradient, rows: sequences.rows)
    var pooledGradient = Matrix(rows: sequences.rows, columns: pooled.columns)
    head.dense.backward(pooled, gradient: gradient, into: &pooledGradient, accumulates: false, sequences)
    guard head.dense.passesGradient else { return }
    for (sequence, rows) in pass.sequences.enumerated() {
      instructionSet.meanBackward(pooledGradient.row(sequence), rows: head.counted(rows), into: &memory.gradient)
    }
  }
}

extension ModernBERTClassificationHead: TrainableHead {
  func makeTraining() -> any OutputTraining { ModernBERTHeadTraining(self) }
}
