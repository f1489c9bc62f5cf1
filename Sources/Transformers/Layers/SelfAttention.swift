internal import Tensors

/// Multi-head self-attention over the sequences of a batch: branch = Wo attention(Wqkv hidden), queries and keys rotated by their
/// positions where there is a table for it.
struct SelfAttention: Sendable {
  let projection: Linear
  let output: Linear
  let shape: AttentionShape
  var rotary: RotaryTable?

  func apply(to memory: Workspace, _ batch: RaggedBatch) {
    let all = 0..<batch.tokenCount
    projection.apply(memory.hidden, rows: all, into: &memory.projected, at: 0)
    let instructionSet = projection.weight.instructionSet
    for sequence in 0..<batch.count {
      let rows = batch.rows(sequence)
      if let rotary { instructionSet.rotate(&memory.projected, rows: rows, shape: shape, table: rotary) }
      instructionSet.attend(
        memory.projected, rows: rows, shape: shape, scratch: &memory.scratch, into: &memory.context)
    }
    output.apply(memory.context, rows: all, into: &memory.branch, at: 0)
  }
}
