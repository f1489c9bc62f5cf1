internal import CKernels

extension InstructionSet {
  // Fewer rows are normalised before another thread has noticed them.
  private static let normRows = 32

  /// matrix[r] = gamma * standardised(matrix[r] + residual[r]) + beta, for the first `rows` rows, in place.
  ///
  /// The variance is the mean square deviation; `beta` may be empty.
  public func layerNorm(
    _ matrix: inout Matrix, adding residual: borrowing Matrix, rows: Int, gamma: Span<Float>, beta: Span<Float>,
    epsilon: Float, fork: Fork = .serial
  ) {
    precondition(residual.columns == matrix.columns && rows <= residual.rows)
    unsafe layerNorm(&matrix, residual.pointer(row: 0), rows, gamma, beta, epsilon, fork)
  }

  /// matrix[r] += branch[r]; normed[r] = gamma * standardised(matrix[r]) + beta, for the first `rows` rows; `beta` may be empty.
  public func layerNorm(
    _ matrix: inout Matrix, adding branch: borrowing Matrix, rows: Int, gamma: Span<Float>, beta: Span<Float>,
    epsilon: Float, into normed: inout Matrix, fork: Fork = .serial
  ) {
    precondition(branch.columns == matrix.columns && normed.columns == matrix.columns)
    precondition(rows <= branch.rows && rows <= normed.rows)
    for row in 0..<rows {
      var sum = matrix.mutableRow(row)
      add(branch.row(row), to: &sum)
      normed.copyRow(row, of: matrix, to: row)
    }
    layerNorm(&normed, rows: rows, gamma: gamma, beta: beta, epsilon: epsilon, fork: fork)
  }

  /// matrix[r] = gamma * standardised(matrix[r]) + beta, for the first `rows` rows, in place; `beta` may be empty.
  public func layerNorm(
    _ matrix: inout Matrix, rows: Int, gamma: Span<Float>, beta: Span<Float>, epsilon: Float, fork: Fork = .serial
  ) {
    unsafe layerNorm(&matrix, nil, rows, gamma, beta, epsilon, fork)
  }

  private func layerNorm(
    _ matrix: inout Matrix, _ residual: UnsafePointer<Float>?, _ rows: Int, _ gamma: Span<Float>, _ beta: Span<Float>,
    _ epsilon: Float, _ fork: Fork
  ) {
    let width = matrix.columns
    precondition(rows <= matrix.rows && gamma.count == width && (beta.isEmpty || beta.count == width))
    let x = unsafe matrix.pointer(row: 0)
    unsafe gamma.withUnsafeBufferPointer { gamma in
      unsafe beta.withUnsafeBufferPointer { beta in
        guard let scale = gamma.baseAddress else { return }
        nonisolated(unsafe) let whole = unsafe ck_norm(
          rows: rows, width: width, x: x, residual: residual, gamma: scale, beta: beta.isEmpty ? nil : beta.baseAddress,
          epsilon: epsilon, out: x)
        fork.split(rows, step: Self.normRows) { _, rows in
          var part = unsafe whole
          unsafe part.rows = rows.count
          unsafe part.x += rows.lowerBound * width
          if let residual = unsafe part.residual { unsafe part.residual = residual + rows.lowerBound * width }
          unsafe part.out += rows.lowerBound * width
          unsafe kernels.layer_norm(&part)
        }
      }
    }
  }
}
