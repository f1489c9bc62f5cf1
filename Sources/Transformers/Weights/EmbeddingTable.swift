internal import Tensors

/// A table of vectors that stays in the mapped file; rows are decoded as they are asked for.
struct EmbeddingTable: Sendable {
  let file: SafetensorsFile
  let tensor: StoredTensor
  let storage: FloatStorage
  let rows: Int
  let columns: Int

  /// Decodes one row.
  func read(_ row: Int, on instructionSet: InstructionSet, into output: inout MutableSpan<Float>) {
    file.decode(tensor, from: row * columns, as: storage, on: instructionSet, into: &output)
  }
}
