extension InstructionSet {
  /// The gate of gated linear units, which leaves `inner` as it is for the backward pass: output = activation(one half) * the other
  /// half, for the first `rows` rows. `inner` has twice the columns of `output`.
  public func gate(
    keeping inner: borrowing Matrix, rows: Int, activation: Activation, activated: GateOrder, into output: inout Matrix,
    fork: Fork = .serial
  ) {
    let width = output.columns
    precondition(rows >= 0 && rows <= inner.rows && rows <= output.rows && inner.columns == 2 * width)
    let first = activated == .second ? width : 0
    for row in 0..<rows {
      let x = inner.row(row)
      var out = output.mutableRow(row)
      for i in 0..<width { out[i] = x[first + i] }
      apply(activation, to: &out)
      for i in 0..<width { out[i] *= x[width - first + i] }
    }
  }

  /// The backward pass of a gate over the first `rows` rows: `input` is what the gate was given, `gradient` the gradient of its
  /// output, with half the columns; `target` becomes the gradient of `input`.
  public func gateBackward(
    input: borrowing Matrix, gradient: borrowing Matrix, activation: Activation, activated: GateOrder,
    into target: inout Matrix, rows: Int, fork: Fork = .serial
  ) {
    let width = gradient.columns
    precondition(rows >= 0 && rows <= input.rows && rows <= gradient.rows && rows <= target.rows)
    precondition(input.columns == 2 * width && target.columns == 2 * width)
    let first = activated == .second ? width : 0
    var activations = [Float](repeating: 0, count: width)
    for row in 0..<rows {
      let x = input.row(row), d = gradient.row(row)
      var out = target.mutableRow(row)
      var values = activations.mutableSpan
      for i in 0..<width { values[i] = x[first + i] }
      apply(activation, to: &values)
      for i in 0..<width {
        out[first + i] = d[i] * x[width - first + i] * Float(activation.derivative(Double(x[first + i])))
        out[width - first + i] = d[i] * values[i]
      }
    }
  }
}
