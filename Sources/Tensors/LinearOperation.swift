extension PackedMatrix {
  /// Some rows of `input` times this matrix, into `output` from its row `first` on; a fork shares out the columns.
  public func multiply(
    _ input: borrowing Matrix, rows: Range<Int>, bias: Span<Float>, activation: Activation = .identity,
    into output: inout Matrix, at first: Int, fork: Fork = .serial
  ) {
    precondition(input.columns == width && output.columns == count && (bias.isEmpty || bias.count == count))
    precondition(rows.lowerBound >= 0 && rows.upperBound <= input.rows && first >= 0 && first + rows.count <= output.rows)
    guard count > 0 else { return }
    unsafe multiply(
      input.pointer(row: rows.lowerBound), rows: rows.count, bias: bias, activation: activation,
      into: output.pointer(row: first), fork: fork)
  }
}
