internal import CKernels
internal import Ranking
internal import Storage

/// The first pass over eight-bit codes: for a group of queries the rows of a range that could be among the best.
///
/// With q = q' + e and d = d' + f, where q' and d' are what codes stand for, |q·d - q'·d'| <= |q'| |f| + |e| |d| (Cauchy and Schwarz).
/// To that comes what rounding does to the exact score, at most dimension * 2^-24 |q| |d| (Higham, 2002, section 3.1). At least `hits`
/// rows score no less than the `hits`-th largest of the lower bounds, so a row whose upper bound is below it is not among the best.
struct CodePass {
  /// Rows whose bounds are computed at a time.
  static let tileRows = 1024

  let set: VectorSet
  let kernels: VectorKernels
  let hits: Int

  /// Rows that could be among the best of each query, ascending; nil for a query for which they are too many to be worth it.
  func candidates(_ rows: Range<Int>, queries: ArraySlice<Float>) -> [[UInt32]?] {
    let dimension = set.layout.dimension, count = queries.count / dimension
    let coded = (0..<count).map { query in
      let start = queries.startIndex + query * dimension
      return CodedQuery(queries[start..<start + dimension], set.description.metric)
    }
    let bytes = unsafe kernels.vectors.query_bytes(dimension)
    var prepared = [UInt8](repeating: 0, count: bytes * count)
    unsafe prepared.withUnsafeMutableBytes { prepared in
      guard let base = prepared.baseAddress else { return }
      for query in 0..<count { unsafe kernels.vectors.prepare_query(dimension, coded[query].codes, base + query * bytes) }
    }
    let limit = max(1024, 8 * hits, rows.count / 16)
    var selections = (0..<count).map { _ in BoundSelection(hits: hits, limit: limit) }
    scan(rows, prepared, coded.map(\.bound), &selections)
    return selections.map { $0.candidates() }
  }

  private func scan(_ rows: Range<Int>, _ prepared: [UInt8], _ bounds: [ck_code_query], _ selections: inout [BoundSelection]) {
    let layout = CodesLayout(dimension: set.layout.dimension)
    var upper = [Float](repeating: 0, count: Self.tileRows * bounds.count)
    var lower = upper
    var found = [UInt32](repeating: 0, count: Self.tileRows + 16)
    set.forEachTile(rows, of: Self.tileRows, rowsPerSlab: layout.rowsPerSlab) { slab, range, first in
      bound(set.codes[slab], range, layout, prepared, bounds, &upper, &lower)
      unsafe upper.withUnsafeBufferPointer { upper in
        unsafe lower.withUnsafeBufferPointer { lower in
          guard let upper = upper.baseAddress, let lower = lower.baseAddress else { return }
          for query in selections.indices {
            let start = query * Self.tileRows
            let count = unsafe kernels.vectors.reaching_one(range.count, upper + start, selections[query].threshold, &found)
            for place in 0..<count {
              let row = start + Int(found[place])
              unsafe selections[query].offer(
                UInt32(truncatingIfNeeded: first) + found[place], upper: upper[row], lower: lower[row])
            }
          }
        }
      }
    }
  }

  /// Bounds of the scores of some rows of a slab of codes.
  private func bound(
    _ slab: MappedExtent, _ rows: Range<Int>, _ layout: CodesLayout, _ prepared: [UInt8], _ bounds: [ck_code_query],
    _ upper: inout [Float], _ lower: inout [Float]
  ) {
    unsafe slab.bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      func column(_ column: CodesLayout.Column) -> UnsafePointer<Float> {
        unsafe (base + layout.offset(column, rows: slab.itemCount)).assumingMemoryBound(to: Float.self) + rows.lowerBound
      }
      let sums = unsafe UnsafeRawPointer(column(.sums)).assumingMemoryBound(to: Int32.self)
      let codes = unsafe (base + rows.lowerBound * layout.dimension).assumingMemoryBound(to: Int8.self)
      unsafe prepared.withUnsafeBytes { prepared in
        unsafe bounds.withUnsafeBufferPointer { bounds in
          unsafe upper.withUnsafeMutableBufferPointer { upper in
            unsafe lower.withUnsafeMutableBufferPointer { lower in
              guard let queries = bounds.baseAddress, let query = prepared.baseAddress, let upper = upper.baseAddress,
                let lower = lower.baseAddress
              else { return }
              var pass = unsafe ck_code_pass(
                rows: rows.count, width: layout.dimension, codes: codes, scales: column(.scales), errors: column(.errors),
                lengths: column(.lengths), sums: sums, queries: bounds.count, query_codes: query, query: queries,
                upper: upper, lower: lower, ld: Self.tileRows)
              unsafe kernels.vectors.bound(&pass)
            }
          }
        }
      }
    }
  }
}
