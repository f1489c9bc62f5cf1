internal import Storage

/// Addresses of the rows of a set in the map, for kernels that take rows in any order. Holds the set, so that they stay valid.
///
/// Row r stands at `bases[r / rowsPerSlab] + r % rowsPerSlab * rowBytes`; with `int8` its scale stands at
/// `scales[r / rowsPerSlab] + r % rowsPerSlab`. Bases are 64-byte aligned, rows only where `rowBytes` is a multiple of 64.
@safe package final class MappedRows: @unchecked Sendable {  // the memory never changes
  /// Store, dimension, rows a slab.
  package let layout: VectorLayout
  /// First row of each slab.
  package let bases: [UnsafeRawPointer]
  /// First scale of each slab; empty unless the store is `int8`.
  package let scales: [UnsafePointer<Float>]
  private let set: VectorSet

  /// The rows of a set.
  package init(_ set: VectorSet) {
    self.set = set
    let layout = set.layout
    self.layout = layout
    // The memory outlives the closure: the set holds it. No slab is empty.
    let bases = unsafe set.slabs.compactMap { unsafe $0.bytes.withUnsafeBytes { $0.baseAddress } }
    unsafe self.bases = bases
    unsafe scales =
      layout.store != .int8
      ? []
      : zip(bases, set.slabs).map { base, slab in
        unsafe (base + layout.scalesOffset(rows: slab.itemCount)).assumingMemoryBound(to: Float.self)
      }
  }
}
