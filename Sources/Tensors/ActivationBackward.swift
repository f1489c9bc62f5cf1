internal import Foundation

extension InstructionSet {
  /// output = activation(input) for the first `rows` rows; `input` is kept for the backward pass.
  public func activate(
    _ activation: Activation, _ input: borrowing Matrix, rows: Int, into output: inout Matrix, fork: Fork = .serial
  ) {
    precondition(rows >= 0 && rows <= input.rows && rows <= output.rows && input.columns == output.columns)
    for row in 0..<rows {
      output.copyRow(row, of: input, to: row)
      var elements = output.mutableRow(row)
      apply(activation, to: &elements)
    }
  }

  /// gradient *= activation'(input) for the first `rows` rows. `input` is what the activation was applied to. The derivative of relu
  /// at zero is zero.
  public func activationBackward(
    _ activation: Activation, input: borrowing Matrix, gradient: inout Matrix, rows: Int, fork: Fork = .serial
  ) {
    precondition(rows >= 0 && rows <= input.rows && rows <= gradient.rows && input.columns == gradient.columns)
    for row in 0..<rows {
      let x = input.row(row)
      var d = gradient.mutableRow(row)
      for i in 0..<input.columns { d[i] *= Float(activation.derivative(Double(x[i]))) }
    }
  }
}

extension Activation {
  func derivative(_ x: Double) -> Double {
    switch self {
    case .identity: return 1
    case .gelu: return (1 + erf(x / 2.0.squareRoot())) / 2 + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    case .geluTanh:
      let factor = (2 / Double.pi).squareRoot(), t = Foundation.tanh(factor * (x + 0.044715 * x * x * x))
      return (1 + t) / 2 + x * (1 - t * t) / 2 * factor * (1 + 3 * 0.044715 * x * x)
    case .silu:
      let s = 1 / (1 + exp(-x))
      return s * (1 + x * (1 - s))
    case .relu: return x > 0 ? 1 : 0
    case .tanh:
      let t = Foundation.tanh(x)
      return 1 - t * t
    }
  }
}
