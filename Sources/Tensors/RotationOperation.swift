internal import CKernels

extension InstructionSet {
  /// Rotates the queries and keys of one sequence, the rows `rows` of `projected` (3 x width columns), whose first row is position 0.
  /// A head's element i is paired with its element i + headWidth / 2, as transformers' `rotate_half` does.
  ///
  /// The table has at least `rows.count` positions.
  public func rotate(_ projected: inout Matrix, rows: Range<Int>, shape: AttentionShape, table: RotaryTable) {
    unsafe rotate(&projected, rows: rows, shape: shape, table: table, by: kernels.rotate)
  }

  /// The gradient of `rotate`, in place: from that of rotated queries and keys to that of what they were before. A rotation's
  /// transpose is the rotation by the negative angle.
  public func rotateBackward(_ gradient: inout Matrix, rows: Range<Int>, shape: AttentionShape, table: RotaryTable) {
    unsafe rotate(&gradient, rows: rows, shape: shape, table: table, by: training.rotate_back)
  }

  private func rotate(
    _ projected: inout Matrix, rows: Range<Int>, shape: AttentionShape, table: RotaryTable,
    by rotation: @convention(c) (UnsafePointer<ck_rotation>) -> Void
  ) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= projected.rows && rows.count <= table.positions)
    precondition(projected.columns == 3 * shape.width && shape.headWidth == table.headWidth)
    let start = unsafe projected.pointer(row: rows.lowerBound)
    let columns = projected.columns
    unsafe table.cosines.withUnsafeBufferPointer { cosines in
      unsafe table.sines.withUnsafeBufferPointer { sines in
        guard let cosine = cosines.baseAddress, let sine = sines.baseAddress else { return }
        // Keys stand behind the queries and are as many: twice the heads.
        var task = unsafe ck_rotation(
          rows: rows.count, heads: 2 * shape.heads, half: shape.headWidth / 2, cosine: cosine, sine: sine, x: start, ld: columns)
        unsafe rotation(&task)
      }
    }
  }
}
