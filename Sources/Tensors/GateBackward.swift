internal import CKernels

extension InstructionSet {
  /// The gate of gated linear units, which leaves `inner` as it is for the backward pass: output = activation(one half) * the other
  /// half, for the first `rows` rows. `inner` has twice the columns of `output`.
  public func gate(
    keeping inner: borrowing Matrix, rows: Int, activation: Activation, activated: GateOrder, into output: inout Matrix,
    fork: Fork = .serial
  ) {
    let width = output.columns
    precondition(rows >= 0 && rows <= inner.rows && rows <= output.rows && inner.columns == 2 * width)
    let whole = unsafe ck_gate_rows(
      rows: rows, width: width, activation: activation.kernel, second_is_activated: activated == .second ? 1 : 0,
      inner: inner.pointer(row: 0), outer: output.pointer(row: 0), inner_gradient: nil)
    unsafe gateRows(whole, training.gate_to, fork: fork)
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
    let whole = unsafe ck_gate_rows(
      rows: rows, width: width, activation: activation.kernel, second_is_activated: activated == .second ? 1 : 0,
      inner: input.pointer(row: 0), outer: gradient.pointer(row: 0), inner_gradient: target.pointer(row: 0))
    unsafe gateRows(whole, training.gate_back, fork: fork)
  }

  // Rows that are worth a part of a fork.
  private static var gateRows: Int { 16 }

  private func gateRows(
    _ whole: ck_gate_rows, _ function: @convention(c) (UnsafePointer<ck_gate_rows>) -> Void, fork: Fork
  ) {
    nonisolated(unsafe) let whole = unsafe whole
    nonisolated(unsafe) let function = unsafe function
    fork.split(unsafe whole.rows, step: Self.gateRows) { _, rows in
      var part = unsafe whole
      let width = unsafe part.width, first = rows.lowerBound
      unsafe part.rows = rows.count
      unsafe part.inner += 2 * first * width
      unsafe part.outer += first * width
      if let gradient = unsafe part.inner_gradient { unsafe part.inner_gradient = gradient + 2 * first * width }
      unsafe function(&part)
    }
  }
}
