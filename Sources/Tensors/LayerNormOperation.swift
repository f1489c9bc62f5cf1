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
    precondition(rows <= matrix.rows)
    let x = unsafe matrix.pointer(row: 0)
    unsafe layerNorm(x, residual.pointer(row: 0), rows, matrix.columns, gamma, beta, epsilon, into: x, fork)
  }

  /// matrix[r] += branch[r]; normed[r] = gamma * standardised(matrix[r]) + beta, for the first `rows` rows; `beta` may be empty.
  public func layerNorm(
    _ matrix: inout Matrix, adding branch: borrowing Matrix, rows: Int, gamma: Span<Float>, beta: Span<Float>,
    epsilon: Float, into normed: inout Matrix, fork: Fork = .serial
  ) {
    precondition(branch.columns == matrix.columns && normed.columns == matrix.columns)
    precondition(rows <= matrix.rows && rows <= branch.rows && rows <= normed.rows)
    let width = matrix.columns
    nonisolated(unsafe) let addend = unsafe branch.pointer(row: 0)
    nonisolated(unsafe) let sum = unsafe matrix.pointer(row: 0)
    fork.split(rows, step: Self.normRows) { _, rows in
      unsafe kernels.add(rows.count * width, addend + rows.lowerBound * width, sum + rows.lowerBound * width)
    }
    unsafe layerNorm(sum, nil, rows, width, gamma, beta, epsilon, into: normed.pointer(row: 0), fork)
  }

  /// matrix[r] = gamma * standardised(matrix[r]) + beta, for the first `rows` rows, in place; `beta` may be empty.
  public func layerNorm(
    _ matrix: inout Matrix, rows: Int, gamma: Span<Float>, beta: Span<Float>, epsilon: Float, fork: Fork = .serial
  ) {
    precondition(rows <= matrix.rows)
    let x = unsafe matrix.pointer(row: 0)
    unsafe layerNorm(x, nil, rows, matrix.columns, gamma, beta, epsilon, into: x, fork)
  }

  /// normed[r] = gamma * standardised(matrix[r]) + beta, for the first `rows` rows; `beta` may be empty.
  public func layerNorm(
    _ matrix: borrowing Matrix, rows: Int, gamma: Span<Float>, beta: Span<Float>, epsilon: Float, into normed: inout Matrix,
    fork: Fork = .serial
  ) {
    precondition(normed.columns == matrix.columns && rows <= matrix.rows && rows <= normed.rows)
    unsafe layerNorm(
      matrix.pointer(row: 0), nil, rows, matrix.columns, gamma, beta, epsilon, into: normed.pointer(row: 0), fork)
  }

  private func layerNorm(
    _ x: UnsafePointer<Float>, _ residual: UnsafePointer<Float>?, _ rows: Int, _ width: Int, _ gamma: Span<Float>,
    _ beta: Span<Float>, _ epsilon: Float, into out: UnsafeMutablePointer<Float>, _ fork: Fork
  ) {
    precondition(gamma.count == width && (beta.isEmpty || beta.count == width))
    unsafe gamma.withUnsafeBufferPointer { gamma in
      unsafe beta.withUnsafeBufferPointer { beta in
        guard let scale = gamma.baseAddress else { return }
        nonisolated(unsafe) let whole = unsafe ck_norm(
          rows: rows, width: width, x: x, residual: residual, gamma: scale, beta: beta.isEmpty ? nil : beta.baseAddress,
          epsilon: epsilon, out: out)
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
