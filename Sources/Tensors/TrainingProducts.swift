internal import CKernels

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
    for first in stride(from: 0, to: rows, by: Self.packedRows) where !target.isEmpty {
      let count = min(Self.packedRows, rows - first)
      let panels = unsafe (width + kernels.panel - 1) / kernels.panel * kernels.panel * count, parts = max(1, 2 * fork.width)
      let memory = unsafe scratch.floats(panels + parts * training.outer_scratch())
      unsafe pack(right.pointer(row: first), rows: count, columns: width, into: memory, fork: fork)
      unsafe target.withUnsafeMutableBufferPointer { target in
        guard let c = target.baseAddress else { return }
        let product = unsafe ck_outer_product(
          m: columns.count, n: width, k: count, a: left.pointer(row: first) + columns.lowerBound, lda: left.columns,
          packed: UnsafePointer(memory), scale: scale, c: c, ldc: width, scratch: memory + panels)
        unsafe addOuter(product, parts: parts, fork: fork)
      }
    }
  }

  // Rows that are packed at a time: a multiple of a pass's depth, so that memory does not grow with the rows.
  private static var packedRows: Int { 2_304 }

  private func pack(
    _ rows: UnsafePointer<Float>, rows count: Int, columns: Int, into memory: UnsafeMutablePointer<Float>, fork: Fork
  ) {
    nonisolated(unsafe) let from = unsafe rows
    nonisolated(unsafe) let memory = unsafe memory
    fork.split(columns, step: unsafe kernels.panel) { _, panels in
      unsafe kernels.pack_columns(
        panels.count, count, from + panels.lowerBound, columns, memory + panels.lowerBound * count)
    }
  }

  /// Shares out the longer side of the target.
  private func addOuter(_ whole: ck_outer_product, parts: Int, fork: Fork) {
    nonisolated(unsafe) let whole = unsafe whole
    let isTall = unsafe whole.m >= whole.n, panel = unsafe kernels.panel
    let length = unsafe isTall ? whole.m : whole.n
    fork.split(length, step: isTall ? Self.outerRows : panel, limit: parts) { number, range in
      var part = unsafe whole
      unsafe part.scratch += number * training.outer_scratch()
      if isTall {
        unsafe part.m = range.count
        unsafe part.a += range.lowerBound
        unsafe part.c += range.lowerBound * part.ldc
      } else {
        unsafe part.n = range.count
        unsafe part.packed += range.lowerBound * part.k
        unsafe part.c += range.lowerBound
      }
      unsafe training.add_outer(&part)
    }
  }

  // A multiple of every path's tile.
  private static var outerRows: Int { 12 }

  /// sums[j] += the sum of column columns[j] over the first `rows` rows: the gradient of a bias. Rows are summed in blocks of a fixed
  /// size, the blocks in order.
  public func addColumnSums(
    of matrix: borrowing Matrix, columns: Range<Int>, rows: Int, into sums: inout MutableSpan<Float>, fork: Fork = .serial
  ) {
    precondition(columns.lowerBound >= 0 && columns.upperBound <= matrix.columns && sums.count == columns.count)
    precondition(rows >= 0 && rows <= matrix.rows)
    let ld = matrix.columns
    nonisolated(unsafe) let x = unsafe matrix.pointer(row: 0) + columns.lowerBound
    unsafe sums.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      nonisolated(unsafe) let sums = unsafe base
      fork.split(columns.count, step: Self.summedColumns) { _, columns in
        unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: columns.count) { block in
          guard let block = block.baseAddress else { return }
          for row in stride(from: 0, to: rows, by: Self.summedRows) {
            let count = min(Self.summedRows, rows - row)
            unsafe training.column_sums(count, columns.count, x + row * ld + columns.lowerBound, ld, block)
            unsafe kernels.add(columns.count, block, sums + columns.lowerBound)
          }
        }
      }
    }
  }

  // Rows of a block, and columns that are worth a part of a fork: whole strips of every path's kernel.
  private static var summedRows: Int { 256 }
  private static var summedColumns: Int { 64 }
}
