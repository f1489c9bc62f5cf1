internal import CKernels
internal import Storage
internal import Tensors

/// Scores tiles of vectors with a group of queries. A score's sum runs over the numbers in order, so it has the same bits in any tile and
/// any group.
struct TileScorer {
  /// Rows a product takes at a time: with 384 numbers each they stay in the second-level cache while all queries pass over them.
  static let rows = 192
  /// With few queries memory is what takes the time: small tiles, while the next one is fetched.
  static let rowsForFew = 48
  /// So many queries are few.
  static let few = 8

  /// Rows of a tile.
  var tileRows: Int { queries.count <= Self.few ? Self.rowsForFew : Self.rows }

  let set: VectorSet
  let kernels: VectorKernels
  /// Scores of the last tile, rows x queries.
  private(set) var scores: [Float]
  private let queries: PackedMatrix
  private let querySquares: [Float]
  private let numbers: [Float]
  private var decoded: [Float]

  /// Queries of a set, row-major.
  init(_ set: VectorSet, _ kernels: VectorKernels, queries: ArraySlice<Float>) {
    self.set = set
    self.kernels = kernels
    let dimension = set.layout.dimension
    let vectors = Array(queries)
    numbers = vectors
    self.queries = PackedMatrix(
      vectors.span, count: vectors.count / dimension, width: dimension, for: kernels.instructionSet)
    querySquares = set.description.metric == .l2 ? kernels.squares(vectors.span, dimension: dimension) : []
    scores = Array(repeating: 0, count: Self.rows * self.queries.count)
    decoded = []
  }

  /// Scores some rows of a slab, at most `rows`.
  mutating func score(_ slab: MappedExtent, _ range: Range<Int>) {
    let layout = set.layout
    if queries.count <= Self.few { fetch(slab, range.upperBound..<range.upperBound + range.count) }
    if layout.store == .fp32 {
      let floats = slab.floats
      return multiply(floats.extracting(range.lowerBound * layout.dimension..<range.upperBound * layout.dimension))
    }
    makeRoom()
    let kernels = kernels
    unsafe decoded.withUnsafeMutableBufferPointer {
      if let target = $0.baseAddress { unsafe kernels.decode(slab, range, layout, into: target) }
    }
    let rows = decoded
    multiply(rows.span.extracting(0..<range.count * layout.dimension))
  }

  /// Scores rows from anywhere in the set, at most `rows`.
  mutating func score(documents: ArraySlice<UInt32>) {
    let layout = set.layout
    makeRoom()
    let set = set, kernels = kernels
    unsafe decoded.withUnsafeMutableBufferPointer {
      guard let target = $0.baseAddress else { return }
      for (place, document) in documents.enumerated() {
        let (slab, row) = Int(document).quotientAndRemainder(dividingBy: layout.rowsPerSlab)
        unsafe kernels.decode(set.slabs[slab], row..<row + 1, layout, into: target + place * layout.dimension)
      }
    }
    let rows = decoded
    multiply(rows.span.extracting(0..<documents.count * layout.dimension))
  }

  /// Asks for rows that come next, as far as they stand in the slab.
  private func fetch(_ slab: MappedExtent, _ range: Range<Int>) {
    let rows = range.clamped(to: 0..<slab.itemCount), layout = set.layout
    unsafe slab.bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe ck_prefetch_bytes(base + rows.lowerBound * layout.rowBytes, rows.count * layout.rowBytes)
    }
  }

  private mutating func makeRoom() {
    if decoded.isEmpty { decoded = Array(repeating: 0, count: Self.rows * set.layout.dimension) }
  }

  private mutating func multiply(_ vectors: Span<Float>) {
    let rows = vectors.count / set.layout.dimension, set = set, kernels = kernels, queries = queries, querySquares = querySquares,
      numbers = numbers
    var all = scores.mutableSpan
    var target = all._mutatingExtracting(0..<rows * queries.count)
    if queries.count <= Self.few {
      unsafe target.withUnsafeMutableBufferPointer { target in
        unsafe vectors.withUnsafeBufferPointer { vectors in
          guard let out = target.baseAddress, let x = vectors.baseAddress else { return }
          unsafe kernels.vectors.score_few(rows, set.layout.dimension, x, queries.count, numbers, out)
        }
      }
    } else {
      queries.multiply(vectors, into: &target)
    }
    guard set.description.metric == .l2 else { return }
    let squares = kernels.squares(vectors, dimension: set.layout.dimension)
    unsafe target.withUnsafeMutableBufferPointer { target in
      if let start = target.baseAddress { unsafe kernels.vectors.distances(rows, queries.count, start, squares, querySquares) }
    }
  }
}
