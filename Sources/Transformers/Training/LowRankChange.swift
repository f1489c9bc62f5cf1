internal import Tensors

/// The change that LoRA trains for one linear layer: W becomes W + scale · B A.
public struct LowRankChange: Sendable {
  /// A: rank x inputs.
  public let down: Parameter
  /// B: outputs x rank.
  public let up: Parameter
  /// alpha / rank, or alpha / √rank.
  public let scale: Float
  let instructionSet: InstructionSet

  /// W + scale · B A of the factors as they are now.
  func merged(into weight: [Float]) -> [Float] {
    LowRankUpdate(
      module: "", inputs: down.shape[1], outputs: up.shape[0], rank: down.shape[0], down: down.floats(), up: up.floats(),
      scale: scale
    ).merged(into: weight, on: instructionSet)
  }
}
