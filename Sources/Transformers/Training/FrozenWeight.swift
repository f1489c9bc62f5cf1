internal import Tensors

/// A weight that is not trained: it stays where it was read from.
struct FrozenWeight: Sendable {
  let found: CheckpointTensor
  let storage: FloatStorage
  /// What an adapter of the folder changes in it.
  let update: LowRankUpdate?
  let instructionSet: InstructionSet

  func floats() -> [Float] {
    let elements = found.file.floats(of: found.tensor, as: storage, on: instructionSet)
    return update?.merged(into: elements, on: instructionSet) ?? elements
  }
}
