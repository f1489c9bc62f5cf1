internal import CKernels

extension InstructionSet {
  /// output = activation(input) for the first `rows` rows; `input` is kept for the backward pass.
  public func activate(
    _ activation: Activation, _ input: borrowing Matrix, rows: Int, into output: inout Matrix, fork: Fork = .serial
  ) {
    precondition(rows >= 0 && rows <= input.rows && rows <= output.rows && input.columns == output.columns)
    nonisolated(unsafe) let x = unsafe input.pointer(row: 0)
    nonisolated(unsafe) let out = unsafe output.pointer(row: 0)
    let function = activation.kernel
    fork.split(rows * input.columns, step: Self.elementBlock) { _, elements in
      let first = elements.lowerBound
      unsafe training.activate_to(function, elements.count, x + first, out + first)
    }
  }

  /// gradient *= activation'(input) for the first `rows` rows. `input` is what the activation was applied to. The derivative of relu
  /// at zero is zero.
  public func activationBackward(
    _ activation: Activation, input: borrowing Matrix, gradient: inout Matrix, rows: Int, fork: Fork = .serial
  ) {
    precondition(rows >= 0 && rows <= input.rows && rows <= gradient.rows && input.columns == gradient.columns)
    nonisolated(unsafe) let x = unsafe input.pointer(row: 0)
    nonisolated(unsafe) let d = unsafe gradient.pointer(row: 0)
    let function = activation.kernel
    fork.split(rows * input.columns, step: Self.elementBlock) { _, elements in
      let first = elements.lowerBound
      unsafe training.activate_back(function, elements.count, x + first, d + first)
    }
  }
}
