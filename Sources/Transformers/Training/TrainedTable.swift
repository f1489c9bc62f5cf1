internal import Tensors

/// A table of embeddings under training: its values in memory, its gradient sparse.
final class TrainedTable: @unchecked Sendable {
  // As `WeightMemory`: the training loop alone writes it.

  let memory: WeightMemory
  let gradient: SparseGradient

  init(_ floats: [Float], columns: Int) {
    memory = WeightMemory(floats, columns: columns)
    gradient = SparseGradient(columns: columns)
  }
}
