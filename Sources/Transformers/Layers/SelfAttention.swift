internal import Tensors

/// Multi-head self-attention over the sequences of a batch: branch = Wo attention(Wqkv hidden), queries and keys rotated by their
/// positions where there is a table for it.
struct SelfAttention: Sendable {
  let projection: Linear
  let output: Linear
  let shape: AttentionShape
  var rotary: RotaryTable?
  /// On the probabilities, in training.
  var dropout = Dropout.none

  func apply(to memory: Workspace, _ batch: RaggedBatch) {
    let all = 0..<batch.tokenCount
    memory.measure(.projection, flops: projection.flops(rows: all.count)) {
      projection.apply(memory.hidden, rows: all, into: &memory.projected, at: 0, fork: memory.fork)
    }
    memory.measure(.attention, flops: flops(batch)) {
      for sequence in 0..<batch.count { attend(in: memory, rows: batch.rows(sequence)) }
    }
    memory.measure(.output, flops: output.flops(rows: all.count)) {
      output.apply(memory.context, rows: all, into: &memory.branch, at: 0, fork: memory.fork)
    }
  }

  private func attend(in memory: Workspace, rows: Range<Int>) {
    let instructionSet = projection.weight.instructionSet
    if let rotary { instructionSet.rotate(&memory.projected, rows: rows, shape: shape, table: rotary) }
    instructionSet.attend(
      memory.projected, rows: rows, shape: shape, scratch: &memory.scratch, into: &memory.context, fork: memory.fork)
  }

  /// Each token meets each key that it sees twice: for its score and for the weighted sum.
  private func flops(_ batch: RaggedBatch) -> Double {
    (0..<batch.count).reduce(0) { sum, sequence in
      let length = batch.rows(sequence).count
      return sum + 4 * Double(length) * Double(min(length, 2 * (shape.window ?? length) + 1)) * Double(shape.width)
    }
  }
}
