internal import CKernels

/// Operations on long vectors and whole matrices, shared out over a fork.
extension InstructionSet {
  /// The sum of squares, in double precision over blocks of a fixed size, the blocks in order.
  public func squaredNorm(_ elements: Span<Float>, fork: Fork = .serial) -> Double {
    let count = elements.count, size = Self.elementBlock
    return unsafe elements.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return 0 }
      nonisolated(unsafe) let x = unsafe base
      let blocks = (count + size - 1) / size
      return unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: blocks) { sums in
        guard let start = sums.baseAddress else { return 0 }
        nonisolated(unsafe) let sums = unsafe start
        fork.split(blocks, step: 1) { _, blocks in
          for block in blocks {
            unsafe sums[block] = training.squared_norm(min(size, count - block * size), x + block * size)
          }
        }
        return (0..<blocks).reduce(0) { unsafe $0 + sums[$1] }
      }
    }
  }

  /// elements *= factor.
  public func scale(_ elements: inout MutableSpan<Float>, by factor: Float, fork: Fork = .serial) {
    unsafe elements.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      nonisolated(unsafe) let x = unsafe base
      fork.split($0.count, step: Self.elementBlock) { _, part in unsafe training.scale(part.count, factor, x + part.lowerBound) }
    }
  }

  /// target[r] += addend[r] for the first `rows` rows.
  public func add(_ addend: borrowing Matrix, to target: inout Matrix, rows: Int, fork: Fork = .serial) {
    precondition(addend.columns == target.columns && rows >= 0 && rows <= addend.rows && rows <= target.rows)
    nonisolated(unsafe) let x = unsafe addend.pointer(row: 0)
    nonisolated(unsafe) let y = unsafe target.pointer(row: 0)
    fork.split(rows * target.columns, step: Self.elementBlock) { _, part in
      unsafe kernels.add(part.count, x + part.lowerBound, y + part.lowerBound)
    }
  }

  /// Row slots[r] of `target` += row r of `matrix`, for the `slots.count` first rows in order: the gradient of a gathered table.
  /// A row whose slot is negative is passed over. `target` is made of whole rows of `matrix.columns` floats.
  public func addRows(
    of matrix: borrowing Matrix, to slots: Span<Int32>, of target: inout MutableSpan<Float>, fork: Fork = .serial
  ) {
    let width = matrix.columns
    guard width > 0 else { return }
    precondition(slots.count <= matrix.rows && target.count % width == 0)
    for row in slots.indices { precondition(Int(slots[row]) < target.count / width) }
    nonisolated(unsafe) let x = unsafe matrix.pointer(row: 0)
    let count = slots.count
    unsafe slots.withUnsafeBufferPointer { slots in
      unsafe target.withUnsafeMutableBufferPointer { target in
        guard let base = target.baseAddress, let start = slots.baseAddress else { return }
        nonisolated(unsafe) let out = unsafe base
        nonisolated(unsafe) let slots = unsafe start
        // Columns are shared out, so that each element is summed over the rows in order.
        fork.split(width, step: 64) { _, columns in
          for row in 0..<count where unsafe slots[row] >= 0 {
            let from = unsafe x + row * width + columns.lowerBound
            unsafe kernels.add(columns.count, from, out + Int(slots[row]) * width + columns.lowerBound)
          }
        }
      }
    }
  }
}
