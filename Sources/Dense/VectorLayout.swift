/// Where the rows of a set stand in its slabs.
///
/// A slab is rows of numbers without gaps; with `int8` zeros up to a multiple of 64 bytes follow, then a float32 scale a row. All is
/// little-endian. Every slab but the last holds `rowsPerSlab` rows.
public struct VectorLayout: Equatable, Sendable {
  /// Payload bytes a slab aims at.
  static let slabBytes = 4 << 20
  /// Most numbers a vector can have: sums of products of codes fit into 32 bits.
  public static let widest = 65_536

  /// How the numbers are stored.
  public let store: VectorStore
  /// Numbers a vector.
  public let dimension: Int
  /// Rows of every slab but the last: a multiple of 16.
  public let rowsPerSlab: Int

  /// A layout. Precondition: the dimension is in 1...`widest`.
  public init(store: VectorStore, dimension: Int) {
    precondition(dimension > 0 && dimension <= Self.widest)
    self.store = store
    self.dimension = dimension
    rowsPerSlab = max(16, Self.slabBytes / (store.bytesPerNumber * dimension) / 16 * 16)
  }

  /// Bytes from a row to the next.
  public var rowBytes: Int { store.bytesPerNumber * dimension }

  /// Where the scales of a slab of some rows begin; only with `int8`.
  public func scalesOffset(rows: Int) -> Int { (rows * rowBytes + 63) / 64 * 64 }

  /// Payload bytes of a slab.
  public func slabBytes(rows: Int) -> Int { store == .int8 ? scalesOffset(rows: rows) + 4 * rows : rows * rowBytes }

  /// Payload bytes of the slabs of a whole set; nil when they cannot be counted.
  public func byteCount(vectors: Int) -> Int? {
    let (bytes, overflow) = vectors.multipliedReportingOverflow(by: rowBytes + 8)
    guard vectors >= 0, !overflow, bytes < .max else { return nil }
    return vectors / rowsPerSlab * slabBytes(rows: rowsPerSlab) + slabBytes(rows: vectors % rowsPerSlab)
  }
}
