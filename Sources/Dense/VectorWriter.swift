public import Bytes
public import Storage

/// Writes the vectors of a set, in document order, as slabs of about 4 MiB in the set's store (`VectorLayout`), 64-byte aligned in the map.
public struct VectorWriter: Sendable {
  private let name: ByteString
  private let intake: VectorIntake
  private var pending: [Float] = []
  private var slabs: UInt32 = 0
  /// Vectors written or pending.
  public private(set) var count = 0

  /// Begins a set. Precondition: the dimension is positive and at most `VectorLayout.widest`.
  public init(name: ByteString, dimension: Int, store: VectorStore = .fp32, metric: VectorMetric = .ip) {
    self.name = name
    intake = VectorIntake(metric: metric, layout: VectorLayout(store: store, dimension: dimension))
    pending.reserveCapacity(layout.rowsPerSlab * dimension)
  }

  private var layout: VectorLayout { intake.layout }

  /// Adds vectors, `dimension` numbers each.
  /// - Throws: `DenseError.notFinite`, `.zeroLength`, `.length` naming the document, `.dimension`, `.name`, or what the store throws.
  public mutating func append(_ vectors: [Float], into writer: inout StoreWriter) throws {
    try VectorSet.check(name: name)
    let vectors = try intake.checked(vectors, first: count)
    count += vectors.count / layout.dimension
    var start = 0
    while start < vectors.count {
      let taken = min(vectors.count - start, layout.rowsPerSlab * layout.dimension - pending.count)
      pending.append(contentsOf: vectors[start..<start + taken])
      start += taken
      if pending.count == layout.rowsPerSlab * layout.dimension { try flush(into: &writer) }
    }
  }

  /// Writes what is pending.
  public mutating func finish(into writer: inout StoreWriter) throws {
    if !pending.isEmpty { try flush(into: &writer) }
  }

  private mutating func flush(into writer: inout StoreWriter) throws {
    let first = Int(slabs) * layout.rowsPerSlab
    let payload = try SlabEncoder(layout: layout).payload(pending, first: first)
    let rows = pending.count / layout.dimension
    pending.removeAll(keepingCapacity: true)
    try writer.append(
      ExtentKey(.dense, name, number: slabs), firstItem: UInt64(first), itemCount: rows, payload: unsafe payload.span.bytes)
    slabs += 1
  }
}
