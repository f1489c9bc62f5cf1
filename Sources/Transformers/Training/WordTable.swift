internal import Tensors

/// A table of word embeddings: in the mapped file, or in memory while it is trained.
enum WordTable: Sendable {
  case mapped(EmbeddingTable)
  case trained(TrainedTable)

  /// One row.
  func read(_ row: Int, on instructionSet: InstructionSet, into output: inout MutableSpan<Float>) {
    switch self {
    case .mapped(let table): table.read(row, on: instructionSet, into: &output)
    case .trained(let table):
      let memory = table.memory, source = memory.row(row)
      for index in output.indices { output[index] = source[index] }
    }
  }

  /// The gradient of a trained table.
  var gradient: SparseGradient? {
    if case .trained(let table) = self { table.gradient } else { nil }
  }
}
