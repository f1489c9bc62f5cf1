internal import Tensors

/// Multi-head self-attention over the sequences of a batch: branch = Wo attention(Wqkv hidden).
struct SelfAttention: Sendable {
  let projection: Linear
  let output: Linear
  let shape: AttentionShape

  func apply(to memory: Workspace, _ batch: RaggedBatch) {
    let all = 0..<batch.tokenCount
    projection.apply(memory.hidden, rows: all, into: &memory.projected, at: 0)
    let instructionSet = projection.weight.instructionSet
    for sequence in 0..<batch.count {
      instructionSet.attend(
        memory.projected, rows: batch.rows(sequence), shape: shape, scratch: &memory.scratch, into: &memory.context)
    }
    output.apply(memory.context, rows: all, into: &memory.branch, at: 0)
  }
}
