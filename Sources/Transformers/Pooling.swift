internal import Tensors

/// How the hidden states of a sequence become one vector.
enum Pooling: String, Sendable {
  /// Their mean.
  case mean
  /// The first token's.
  case cls
  /// Their element-wise maximum.
  case max

  /// One vector per sequence of the batch; zeros for a sequence without tokens. With `normalises` each has length 1.
  func vectors(
    _ batch: RaggedBatch, in memory: Workspace, normalises: Bool, on instructionSet: InstructionSet
  ) -> [Float] {
    let width = memory.hidden.columns
    var out = [Float](repeating: 0, count: batch.count * width)
    var rest = out.mutableSpan
    for sequence in 0..<batch.count where !batch.rows(sequence).isEmpty {
      var vector = rest._mutatingExtracting(sequence * width..<(sequence + 1) * width)
      let rows = batch.rows(sequence)
      switch self {
      case .mean: instructionSet.mean(of: memory.hidden, rows: rows, into: &vector)
      case .max: instructionSet.maximum(of: memory.hidden, rows: rows, into: &vector)
      case .cls: instructionSet.mean(of: memory.hidden, rows: rows.prefix(1), into: &vector)
      }
      if normalises { instructionSet.normalize(&vector) }
    }
    return out
  }
}
