internal import CKernels
internal import Storage
internal import Tensors

/// The kernels of searches over vectors on one path.
@safe struct VectorKernels: @unchecked Sendable {  // tables of constants
  let vectors: ck_vector_kernels
  let floats: ck_kernels
  let instructionSet: InstructionSet

  init(_ instructionSet: InstructionSet) {
    self.instructionSet = instructionSet
    let withoutVNNI: Int32 = instructionSet.quantizedProducts == "vnni" ? 0 : 1
    guard let vectors = unsafe ck_vector_path(instructionSet.name, withoutVNNI), let floats = unsafe ck_path(instructionSet.name)
    else { preconditionFailure("an instruction set that runs here has its kernels") }
    unsafe self.vectors = unsafe vectors.pointee
    unsafe self.floats = unsafe floats.pointee
  }

  /// |x|² of some rows of floats in a row, in float32; each depends on its row alone.
  func squares(_ rows: Span<Float>, dimension: Int) -> [Float] {
    unsafe rows.withUnsafeBufferPointer { rows in
      guard let base = rows.baseAddress else { return [] }
      return (0..<rows.count / dimension).map { row in
        let start = unsafe base + row * dimension
        return unsafe floats.dot(dimension, start, start)
      }
    }
  }

  /// Reads some rows of a slab as floats. The conversions are exact (fp16) or rounded once (code * scale): the same on every path.
  func decode(_ slab: MappedExtent, _ rows: Range<Int>, _ layout: VectorLayout, into target: UnsafeMutablePointer<Float>) {
    let count = rows.count * layout.dimension
    unsafe slab.bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, count > 0 else { return }
      let from = unsafe base + rows.lowerBound * layout.rowBytes
      switch layout.store {
      case .fp32: unsafe UnsafeMutableRawPointer(target).copyMemory(from: from, byteCount: 4 * count)
      case .fp16: unsafe floats.from_half(count, from, target)
      case .int8:
        let scales = unsafe (base + layout.scalesOffset(rows: slab.itemCount)).assumingMemoryBound(to: Float.self)
        unsafe vectors.decode(
          rows.count, layout.dimension, from.assumingMemoryBound(to: Int8.self), scales + rows.lowerBound, target)
      }
    }
  }
}
