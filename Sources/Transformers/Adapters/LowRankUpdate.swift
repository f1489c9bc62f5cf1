internal import Tensors

/// A change of one linear layer's weight: W becomes W + scale · B A.
///
/// Source: LoRA (Hu et al., arXiv:2106.09685); peft, tuners/lora/layer.py (`get_delta_weight`).
struct LowRankUpdate: Sendable {
  /// The layer's stored name, without `.weight`.
  let module: String
  let inputs: Int
  let outputs: Int
  let rank: Int
  /// A: rank x inputs, row by row.
  let down: [Float]
  /// B: outputs x rank, row by row.
  let up: [Float]
  let scale: Float

  /// The changed weight, outputs x inputs. All sums are of floats and do not depend on threads.
  func merged(into weight: [Float], on instructionSet: InstructionSet) -> [Float] {
    var columns = [Float](repeating: 0, count: inputs * rank)
    for row in 0..<rank {
      for column in 0..<inputs { columns[column * rank + row] = down[row * inputs + column] }
    }
    var delta = [Float](repeating: 0, count: weight.count)
    var target = delta.mutableSpan
    PackedMatrix(columns.span, count: inputs, width: rank, for: instructionSet).multiply(up.span, into: &target)
    for index in delta.indices { delta[index] = weight[index] + delta[index] * scale }
    return delta
  }
}
