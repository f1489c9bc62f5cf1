internal import CKernels

extension InstructionSet {
  /// Drops elements of some rows, those of one sequence, and scales the others (Srivastava et al., 2014). Element (r, c) of the rows is number
  /// r * matrix.columns + c of the mask, r counted from the first of `rows`. The same call turns the gradient of the result into that
  /// of what it was given.
  public func dropout(_ matrix: inout Matrix, rows: Range<Int>, mask: DropoutMask, fork: Fork = .serial) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= matrix.rows)
    guard mask.rate > 0 else { return }
    let start = unsafe matrix.pointer(row: 0)
    nonisolated(unsafe) let first = unsafe start + rows.lowerBound * matrix.columns
    let count = rows.count * matrix.columns, number = mask.kernel
    fork.split(count, step: Self.elementBlock) { _, elements in
      var mask = number
      unsafe training.dropout(
        elements.count, &mask, UInt32(truncatingIfNeeded: elements.lowerBound), first + elements.lowerBound)
    }
  }

  /// Elements that are worth a part of a fork, a multiple of every path's lanes.
  static var elementBlock: Int { 16_384 }
}
