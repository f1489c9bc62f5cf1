internal import CKernels
internal import Glibc

/// A block of rows in eight bits, each with its scale and its zero: the left-hand side of a product with a `QuantizedMatrix`.
@safe struct QuantizedRows: ~Copyable {
  /// Bytes of a block: it stays in the second-level cache beside the panel it meets.
  static let blockBytes = 256 << 10

  /// Rows that fit.
  let capacity: Int
  let values: UnsafeMutableRawPointer
  let scales: UnsafeMutablePointer<Float>
  let zeros: UnsafeMutablePointer<Int32>
  private let width: Int
  private let instructionSet: InstructionSet

  /// Memory for a block of at most `rows` rows of `width` values.
  init(atMost rows: Int, width: Int, for instructionSet: InstructionSet) {
    let rowBytes = unsafe instructionSet.quantizedKernels.row_bytes(width)
    capacity = max(1, min(rows, Self.blockBytes / rowBytes))
    self.width = width
    self.instructionSet = instructionSet
    // The values, then the scales, then the zeros.
    let bytes = (capacity * (rowBytes + 8) + 63) / 64 * 64
    guard let memory = unsafe aligned_alloc(64, bytes) else { fatalError("out of memory: \(bytes) bytes for quantised rows") }
    unsafe values = memory
    unsafe scales = (memory + capacity * rowBytes).bindMemory(to: Float.self, capacity: capacity)
    unsafe zeros = (memory + capacity * (rowBytes + 4)).bindMemory(to: Int32.self, capacity: capacity)
  }

  deinit { unsafe free(values) }

  /// Fills the first `rows` rows from floats that lie without gaps. A few rows are not worth a fork.
  func quantize(_ floats: UnsafePointer<Float>, rows: Int, fork: Fork) {
    nonisolated(unsafe) let task = unsafe ck_int8_rows(
      rows: rows, width: width, ld: width, x: floats, q: values, scale: scales, zero: zeros)
    let instructionSet = instructionSet
    fork.split(rows, step: 16) { _, rows in
      var part = unsafe task
      unsafe part.rows = rows.count
      unsafe part.x += rows.lowerBound * task.ld
      unsafe part.q += rows.lowerBound * instructionSet.quantizedKernels.row_bytes(task.width)
      unsafe part.scale += rows.lowerBound
      unsafe part.zero += rows.lowerBound
      unsafe instructionSet.quantizedKernels.quantize(&part)
    }
  }
}
