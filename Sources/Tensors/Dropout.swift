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

  /// As above for several sequences, each with a key of its own.
  public func dropout(_ matrix: inout Matrix, sequences: [Range<Int>], keys: [UInt64], rate: Float, fork: Fork = .serial) {
    // Few sequences are shared out element by element.
    guard sequences.count >= 8 * fork.width else {
      for (rows, key) in zip(sequences, keys) {
        dropout(&matrix, rows: rows, mask: DropoutMask(key: key, rate: rate), fork: fork)
      }
      return
    }
    let start = unsafe matrix.pointer(row: 0)
    unsafe dropout(start, start, matrix.rows, matrix.columns, sequences, keys, rate, fork)
  }

  /// As above from the rows of `source` into those of `output`, which are of the same width.
  public func dropout(
    _ source: borrowing Matrix, sequences: [Range<Int>], keys: [UInt64], rate: Float, into output: inout Matrix,
    fork: Fork = .serial
  ) {
    precondition(source.columns == output.columns)
    let rows = min(source.rows, output.rows)
    unsafe dropout(source.pointer(row: 0), output.pointer(row: 0), rows, source.columns, sequences, keys, rate, fork)
  }

  private func dropout(
    _ source: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int,
    _ sequences: [Range<Int>], _ keys: [UInt64], _ rate: Float, _ fork: Fork
  ) {
    precondition(keys.count == sequences.count)
    precondition(sequences.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= rows })
    nonisolated(unsafe) let (source, output) = unsafe (source, output)
    fork.split(sequences.count, step: 1) { _, part in
      for number in part {
        var mask = DropoutMask(key: keys[number], rate: rate).kernel
        let rows = sequences[number], first = rows.lowerBound * columns, count = rows.count * columns
        if unsafe source != UnsafePointer(output) { unsafe (output + first).update(from: source + first, count: count) }
        if rate > 0 { unsafe training.dropout(count, &mask, 0, output + first) }
      }
    }
  }

  /// Elements that are worth a part of a fork, a multiple of every path's lanes.
  static var elementBlock: Int { 16_384 }
}
