extension InstructionSet {
  /// target += scale * left[:, columns]ᵀ right, over the first `rows` rows: the gradient dW = dYᵀ X of a linear layer's weight.
  ///
  /// `target` holds `columns.count` rows of `right.columns` floats. Each of its elements sums over the rows in order, in passes of a
  /// fixed depth, so that the bits do not depend on the fork, which shares out tiles of the target.
  public func addTransposedProduct(
    _ left: borrowing Matrix, columns: Range<Int>, _ right: borrowing Matrix, rows: Int, scale: Float = 1,
    scratch: inout ProductScratch, into target: inout MutableSpan<Float>, fork: Fork = .serial
  ) {
    precondition(columns.lowerBound >= 0 && columns.upperBound <= left.columns && target.count == columns.count * right.columns)
    precondition(rows >= 0 && rows <= left.rows && rows <= right.rows)
    let width = right.columns
    for (i, column) in columns.enumerated() {
      for j in 0..<width {
        var sum: Float = 0
        for row in 0..<rows { sum += left.elements[row * left.columns + column] * right.elements[row * width + j] }
        target[i * width + j] += scale * sum
      }
    }
  }

  /// sums[j] += the sum of column columns[j] over the first `rows` rows: the gradient of a bias. Rows are summed in blocks of a fixed
  /// size, the blocks in order.
  public func addColumnSums(
    of matrix: borrowing Matrix, columns: Range<Int>, rows: Int, into sums: inout MutableSpan<Float>, fork: Fork = .serial
  ) {
    precondition(columns.lowerBound >= 0 && columns.upperBound <= matrix.columns && sums.count == columns.count)
    precondition(rows >= 0 && rows <= matrix.rows)
    for (i, column) in columns.enumerated() {
      var sum: Float = 0
      for row in 0..<rows { sum += matrix.elements[row * matrix.columns + column] }
      sums[i] += sum
    }
  }
}
