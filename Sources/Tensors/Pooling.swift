internal import CKernels

extension InstructionSet {
  /// The mean of some rows of a matrix, at least one.
  public func mean(of matrix: borrowing Matrix, rows: Range<Int>, into output: inout MutableSpan<Float>) {
    unsafe reduce(matrix, rows, kernels.mean_rows, &output)
  }

  /// The element-wise maximum of some rows of a matrix, at least one.
  public func maximum(of matrix: borrowing Matrix, rows: Range<Int>, into output: inout MutableSpan<Float>) {
    unsafe reduce(matrix, rows, kernels.max_rows, &output)
  }

  private func reduce(
    _ matrix: borrowing Matrix, _ rows: Range<Int>,
    _ function: @convention(c) (Int, Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void,
    _ output: inout MutableSpan<Float>
  ) {
    precondition(!rows.isEmpty && rows.lowerBound >= 0 && rows.upperBound <= matrix.rows && output.count == matrix.columns)
    let start = unsafe matrix.pointer(row: rows.lowerBound)
    let width = matrix.columns
    unsafe output.withUnsafeMutableBufferPointer {
      if let out = $0.baseAddress { unsafe function(rows.count, width, start, out) }
    }
  }
}
