internal import CKernels

/// Scores of stored rows with a query, for the way through a graph: within rounding of a flat search's. Holds the memory of a call; not shared
/// between threads.
@safe final class StoredScores: ScoredRows {
  private let mapped: MappedRows
  private let bases: UnsafeMutablePointer<UnsafeRawPointer>
  private let scalesOfSlabs: UnsafeMutablePointer<UnsafePointer<Float>>?
  private let rows: UnsafeMutablePointer<UnsafeRawPointer>
  private let scales: UnsafeMutablePointer<Float>
  private let query: UnsafeMutablePointer<Float>
  private let kernel: GraphKernels.Scores
  private let rowsPerSlab: UInt32
  private let rowBytes: Int
  private let dimension: Int

  init(_ mapped: MappedRows, _ kernels: GraphKernels, _ metric: VectorMetric, widest: Int) {
    self.mapped = mapped
    let layout = mapped.layout
    rowsPerSlab = UInt32(layout.rowsPerSlab)
    (rowBytes, dimension) = (layout.rowBytes, layout.dimension)
    unsafe kernel = kernels.scores(layout.store, metric)
    unsafe bases = .allocate(capacity: max(1, mapped.bases.count))
    for slab in unsafe mapped.bases.indices { unsafe bases[slab] = mapped.bases[slab] }
    unsafe scalesOfSlabs = mapped.scales.isEmpty ? nil : .allocate(capacity: mapped.scales.count)
    for slab in unsafe mapped.scales.indices { unsafe scalesOfSlabs?[slab] = mapped.scales[slab] }
    unsafe rows = .allocate(capacity: widest)
    unsafe scales = .allocate(capacity: widest)
    unsafe query = .allocate(capacity: dimension)
  }

  deinit {
    unsafe bases.deallocate()
    unsafe scalesOfSlabs?.deallocate()
    unsafe rows.deallocate()
    unsafe scales.deallocate()
    unsafe query.deallocate()
  }

  /// Chooses the query. Precondition: as many numbers as the rows have.
  func choose(_ vector: ArraySlice<Float>) {
    precondition(vector.count == dimension)
    for (place, number) in vector.enumerated() { unsafe query[place] = number }
  }

  @unsafe func score(_ documents: UnsafePointer<UInt32>, count: Int, into scores: UnsafeMutablePointer<Float>) {
    for place in 0..<count {
      let (slab, row) = unsafe documents[place].quotientAndRemainder(dividingBy: rowsPerSlab)
      unsafe rows[place] = bases[Int(slab)] + Int(row) * rowBytes
      if let scalesOfSlabs = unsafe scalesOfSlabs { unsafe scales[place] = scalesOfSlabs[Int(slab)][Int(row)] }
    }
    let scales = unsafe scalesOfSlabs == nil ? nil : UnsafePointer(self.scales)
    var scattered = unsafe ck_scattered_rows(count: count, width: dimension, rows: rows, scales: scales)
    unsafe kernel(&scattered, query, scores)
  }
}
