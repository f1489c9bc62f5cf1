internal import Tensors

/// The weight of a linear layer of a model under training.
final class TrainingWeight: @unchecked Sendable {
  // Panels are packed again by the training loop alone, between the operations that read them.

  /// The values and their gradient, where the weight itself is trained.
  let memory: WeightMemory?
  /// W: for x Wᵀ.
  let packed: PackedMatrix
  /// Wᵀ: for dy W; nil where nothing below is trained.
  let transposed: PackedMatrix?
  /// What LoRA trains; changes of different rows of W.
  let changes: [LowRankLayer]

  init(
    _ rows: Span<Float>, width: Int, memory: WeightMemory?, passesGradient: Bool, changes: [LowRankLayer],
    on instructionSet: InstructionSet
  ) {
    let count = width > 0 ? rows.count / width : 0
    self.memory = memory
    packed = PackedMatrix(rows, count: count, width: width, for: instructionSet)
    transposed = passesGradient ? PackedMatrix(transposing: rows, count: count, width: width, for: instructionSet) : nil
    self.changes = changes
  }

  /// As `PackedMatrix.multiply`, with the changes, without dropout.
  func multiply(
    _ input: borrowing Matrix, rows: Range<Int>, bias: Span<Float>, activation: Activation, into output: inout Matrix,
    at first: Int, fork: Fork
  ) {
    let direct = changes.isEmpty ? activation : .identity
    packed.multiply(input, rows: rows, bias: bias, activation: direct, into: &output, at: first, fork: fork)
    guard !changes.isEmpty else { return }
    for change in changes { change.apply(input, rows: rows, addingTo: &output, at: first, fork: fork) }
    for row in first..<first + rows.count {
      var elements = output.mutableRow(row)
      packed.instructionSet.apply(activation, to: &elements)
    }
  }

  /// Packs what has changed.
  func repack(fork: Fork) {
    if let memory {
      packed.repack(memory.span, fork: fork)
      transposed?.repack(memory.span, fork: fork)
    }
    for change in changes { change.repack(fork: fork) }
  }

  /// Bytes of values, gradients and panels.
  var byteCount: Int {
    let copies = 1 + (transposed == nil ? 0 : 1) + (memory == nil ? 0 : 2)
    return 4 * copies * packed.count * packed.width + changes.reduce(0) { $0 + $1.byteCount }
  }
}
