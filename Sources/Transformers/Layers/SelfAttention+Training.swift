internal import Tensors

/// What attention keeps of a forward pass.
struct AttentionCache: ~Copyable {
  /// Queries, keys and values, rotated where positions are.
  var projected: Matrix
  /// What attention gathered.
  var context: Matrix

  init(_ shape: AttentionShape) {
    projected = Matrix(rows: 0, columns: 3 * shape.width)
    context = Matrix(rows: 0, columns: shape.width)
  }

  mutating func reserve(rows: Int) {
    projected.reserve(rows: rows)
    context.reserve(rows: rows)
  }

  var width: Int { projected.columns + context.columns }
}

extension SelfAttention {
  /// True when one of its weights is trained.
  var isTrained: Bool { projection.isTrained || output.isTrained }

  /// output = Wo attention(Wqkv input).
  func forward(
    _ input: borrowing Matrix, keeping cache: inout AttentionCache, into output: inout Matrix, _ pass: TrainingPass
  ) {
    let instructionSet = projection.weight.instructionSet
    projection.forward(input, into: &cache.projected, pass)
    let clock = pass.clock(.attention)
    if let rotary {
      for rows in pass.sequences {
        instructionSet.rotate(&cache.projected, rows: rows, shape: shape, table: rotary, fork: pass.fork)
      }
    }
    instructionSet.attendTraining(
      cache.projected, sequences: pass.sequences, shape: shape, dropout: attentionDropout(pass), scratch: &pass.memory.scratch,
      into: &cache.context, fork: pass.fork)
    clock.stop()
    self.output.forward(cache.context, into: &output, pass)
  }

  /// From the gradient of the output that of the input, added to `inputGradient` or in its place unless `accumulates`.
  func backward(
    _ input: borrowing Matrix, _ cache: borrowing AttentionCache, gradient: borrowing Matrix, into inputGradient: inout Matrix,
    accumulates: Bool, _ pass: TrainingPass
  ) {
    let memory = pass.memory, instructionSet = projection.weight.instructionSet
    output.backward(cache.context, gradient: gradient, into: &memory.context, accumulates: false, pass)
    guard output.passesGradient else { return }
    let clock = pass.clock(.attention)
    instructionSet.attendBackward(
      cache.projected, context: cache.context, contextGradient: memory.context, sequences: pass.sequences, shape: shape,
      dropout: attentionDropout(pass), scratch: &memory.scratch, into: &memory.projected, fork: pass.fork)
    if let rotary {
      for rows in pass.sequences {
        instructionSet.rotateBackward(&memory.projected, rows: rows, shape: shape, table: rotary, fork: pass.fork)
      }
    }
    clock.stop()
    projection.backward(input, gradient: memory.projected, into: &inputGradient, accumulates: accumulates, pass)
  }

  private func attentionDropout(_ pass: TrainingPass) -> AttentionDropout? {
    dropout.keys(pass).map { AttentionDropout(rate: dropout.rate, keys: $0) }
  }
}
