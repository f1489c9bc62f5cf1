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

  /// As above without bias and activation, from some columns of the input to some columns of the output: output[first + i][outputColumns]
  /// (+)= input[rows[i]][columns] times this matrix, added when `accumulates`. Ranges left out are all columns.
  public func multiply(
    _ input: borrowing Matrix, columns: Range<Int>? = nil, rows: Range<Int>, into output: inout Matrix,
    columns outputColumns: Range<Int>? = nil, at first: Int, accumulates: Bool, fork: Fork = .serial
  ) {
    let columns = columns ?? 0..<input.columns, outputColumns = outputColumns ?? 0..<output.columns
    precondition(columns.lowerBound >= 0 && columns.upperBound <= input.columns && columns.count == width)
    precondition(outputColumns.lowerBound >= 0 && outputColumns.upperBound <= output.columns && outputColumns.count == count)
    precondition(rows.lowerBound >= 0 && rows.upperBound <= input.rows && first >= 0 && first + rows.count <= output.rows)
    guard count > 0 else { return }
    unsafe multiply(
      input.pointer(row: rows.lowerBound) + columns.lowerBound, lda: input.columns, rows: rows.count,
      into: output.pointer(row: first) + outputColumns.lowerBound, ldc: output.columns, accumulates: accumulates, fork: fork)
  }
}
