internal import CKernels

extension InstructionSet {
  /// Rotates the queries and keys of one sequence, the rows `rows` of `projected` (3 x width columns), whose first row is position 0.
  /// A head's element i is paired with its element i + headWidth / 2, as transformers' `rotate_half` does.
  ///
  /// The table has at least `rows.count` positions. A fork shares out the rows.
  public func rotate(_ projected: inout Matrix, rows: Range<Int>, shape: AttentionShape, table: RotaryTable, fork: Fork = .serial)
  {
    unsafe rotate(&projected, rows: rows, shape: shape, table: table, fork, by: kernels.rotate)
  }

  /// The gradient of `rotate`, in place: from that of rotated queries and keys to that of what they were before. A rotation's
  /// transpose is the rotation by the negative angle.
  public func rotateBackward(
    _ gradient: inout Matrix, rows: Range<Int>, shape: AttentionShape, table: RotaryTable, fork: Fork = .serial
  ) {
    unsafe rotate(&gradient, rows: rows, shape: shape, table: table, fork, by: training.rotate_back)
  }

  private func rotate(
    _ projected: inout Matrix, rows: Range<Int>, shape: AttentionShape, table: RotaryTable, _ fork: Fork,
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
        let half = shape.headWidth / 2
        nonisolated(unsafe) let whole = unsafe ck_rotation(
          rows: rows.count, heads: 2 * shape.heads, half: half, cosine: cosine, sine: sine, x: start, ld: columns)
        nonisolated(unsafe) let rotation = unsafe rotation
        fork.split(rows.count, step: 32) { _, rows in
          var part = unsafe whole
          unsafe part.rows = rows.count
          unsafe part.cosine += rows.lowerBound * half
          unsafe part.sine += rows.lowerBound * half
          unsafe part.x += rows.lowerBound * columns
          unsafe rotation(&part)
        }
      }
    }
  }
}
