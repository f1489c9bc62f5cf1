internal import Tensors
internal import Transformers

/// The norm of all gradients together, and scaling them down. Source: torch, nn/utils/clip_grad.py.
enum GradientNorm {
  /// √Σg² over all trained parameters, summed in their order.
  static func of(_ parameters: [Parameter], on instructionSet: InstructionSet, fork: Fork) -> Double {
    var sum = 0.0
    for parameter in parameters { sum += instructionSet.squaredNorm(parameter.gradient, fork: fork) }
    return sum.squareRoot()
  }

  /// Scales all gradients by limit / (norm + 1e-6) where that is below 1.
  static func clip(
    _ parameters: [Parameter], norm: Double, to limit: Double, on instructionSet: InstructionSet, fork: Fork
  ) {
    let factor = limit / (norm + 1e-6)
    guard factor < 1 else { return }
    for parameter in parameters {
      var gradient = parameter.mutableGradient
      instructionSet.scale(&gradient, by: Float(factor), fork: fork)
    }
  }
}
