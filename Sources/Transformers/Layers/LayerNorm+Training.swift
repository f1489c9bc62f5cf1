internal import Tensors

extension LayerNorm {
  /// True when its weights are trained.
  var isTrained: Bool { gamma.isTrained }

  /// output = norm(input), the rows of the pass; the input is what backward needs.
  func forward(_ input: borrowing Matrix, into output: inout Matrix, _ pass: TrainingPass) {
    let clock = pass.clock(.norms)
    defer { clock.stop() }
    instructionSet.layerNorm(
      input, rows: pass.rows, gamma: gamma.span, beta: beta.span, epsilon: epsilon, into: &output, fork: pass.fork)
  }

  /// sum += addend; output = norm(sum).
  func forward(_ sum: inout Matrix, adding addend: borrowing Matrix, into output: inout Matrix, _ pass: TrainingPass) {
    let clock = pass.clock(.norms)
    defer { clock.stop() }
    apply(&sum, adding: addend, rows: pass.rows, into: &output, fork: pass.fork)
  }

  /// Turns the gradient of the output into that of the input, and adds to the gradients of its weights.
  func backward(_ input: borrowing Matrix, gradient: inout Matrix, _ pass: TrainingPass) {
    let clock = pass.clock(.norms)
    defer { clock.stop() }
    var gammaGradient = gamma.mutableGradient, betaGradient = beta.mutableGradient
    instructionSet.layerNormBackward(
      input: input, gamma: gamma.span, epsilon: epsilon, gradient: &gradient, rows: pass.rows, gammaGradient: &gammaGradient,
      betaGradient: &betaGradient, fork: pass.fork)
  }
}
