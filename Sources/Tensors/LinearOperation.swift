extension PackedMatrix {
  /// The first `rows` rows of `input` times this matrix, into as many rows of `output`.
  public func multiply(
    _ input: borrowing Matrix, rows: Int, bias: Span<Float>, activation: Activation = .identity, into output: inout Matrix
  ) {
    precondition(input.columns == width && output.columns == count && rows <= input.rows && rows <= output.rows)
    precondition(bias.isEmpty || bias.count == count)
    guard count > 0 else { return }
    unsafe multiply(
      input.pointer(row: 0), rows: rows, bias: bias, activation: activation, into: output.pointer(row: 0))
  }
}
