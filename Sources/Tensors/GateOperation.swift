internal import CKernels

/// Which half of a gated layer's inner columns the activation is applied to.
public enum GateOrder: Sendable {
  /// The first half is activated, the second multiplies it (ModernBERT).
  case first
  /// The second half is activated, the first multiplies it (GTE).
  case second
}

extension InstructionSet {
  /// The gate of gated linear units (Shazeer, 2020): output = activation(one half) * the other half, for the first `rows` rows.
  ///
  /// `inner` has twice the columns of `output`; what it held is lost.
  public func gate(
    _ inner: inout Matrix, rows: Int, activation: Activation, activated: GateOrder, into output: inout Matrix
  ) {
    precondition(rows >= 0 && rows <= inner.rows && rows <= output.rows && inner.columns == 2 * output.columns)
    var task = unsafe ck_gate(
      rows: rows, width: output.columns, activation: activation.kernel, second_is_activated: activated == .second ? 1 : 0,
      inner: inner.pointer(row: 0), out: output.pointer(row: 0))
    unsafe kernels.gate(&task)
  }
}
