/// Operations on long vectors and whole matrices, shared out over a fork.
extension InstructionSet {
  /// The sum of squares, in double precision over blocks of a fixed size, the blocks in order.
  public func squaredNorm(_ elements: Span<Float>, fork: Fork = .serial) -> Double {
    var sum = 0.0
    for i in elements.indices { sum += Double(elements[i]) * Double(elements[i]) }
    return sum
  }

  /// elements *= factor.
  public func scale(_ elements: inout MutableSpan<Float>, by factor: Float, fork: Fork = .serial) {
    for i in elements.indices { elements[i] *= factor }
  }

  /// target[r] += addend[r] for the first `rows` rows.
  public func add(_ addend: borrowing Matrix, to target: inout Matrix, rows: Int, fork: Fork = .serial) {
    precondition(addend.columns == target.columns && rows >= 0 && rows <= addend.rows && rows <= target.rows)
    for row in 0..<rows {
      var sum = target.mutableRow(row)
      add(addend.row(row), to: &sum)
    }
  }

  /// Row slots[r] of `target` += row r of `matrix`, for the `slots.count` first rows in order: the gradient of a gathered table.
  /// `target` is made of whole rows of `matrix.columns` floats.
  public func addRows(
    of matrix: borrowing Matrix, to slots: Span<Int32>, of target: inout MutableSpan<Float>, fork: Fork = .serial
  ) {
    let width = matrix.columns
    precondition(slots.count <= matrix.rows)
    for row in slots.indices {
      let first = Int(slots[row]) * width
      for i in 0..<width { target[first + i] += matrix.elements[row * width + i] }
    }
  }
}
