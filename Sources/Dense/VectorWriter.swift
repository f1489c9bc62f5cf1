public import Bytes
public import Storage

/// Writes the vectors of a set, in document order, as slabs of about 4 MiB: fp32, row-major, little-endian, 64-byte aligned in the map.
public struct VectorWriter: Sendable {
  /// Payload bytes a slab aims at.
  static let slabBytes = 4 << 20

  private let name: ByteString
  private let dimension: Int
  private let rowsPerSlab: Int
  private var pending: [Float] = []
  private var slabs: UInt32 = 0
  /// Vectors written or pending.
  public private(set) var count = 0

  /// Begins a set. Precondition: the dimension is positive.
  public init(name: ByteString, dimension: Int) {
    precondition(dimension > 0)
    self.name = name
    self.dimension = dimension
    rowsPerSlab = VectorWriter.rowsPerSlab(dimension: dimension)
    pending.reserveCapacity(rowsPerSlab * dimension)
  }

  /// Vectors a slab, a multiple of 16.
  static func rowsPerSlab(dimension: Int) -> Int { max(16, slabBytes / (4 * dimension) / 16 * 16) }

  /// Adds vectors, `dimension` numbers each.
  /// - Throws: `DenseError.notFinite` naming the document, `.dimension`, or what the store throws.
  public mutating func append(_ vectors: [Float], into writer: inout StoreWriter) throws {
    guard vectors.count % dimension == 0 else {
      throw DenseError.dimension(expected: dimension, found: vectors.count % dimension)
    }
    if let bad = vectors.firstIndex(where: { !$0.isFinite }) { throw DenseError.notFinite(document: count + bad / dimension) }
    count += vectors.count / dimension
    var start = 0
    while start < vectors.count {
      let taken = min(vectors.count - start, rowsPerSlab * dimension - pending.count)
      pending.append(contentsOf: vectors[start..<start + taken])
      start += taken
      if pending.count == rowsPerSlab * dimension { try flush(into: &writer) }
    }
  }

  /// Writes what is pending.
  public mutating func finish(into writer: inout StoreWriter) throws {
    if !pending.isEmpty { try flush(into: &writer) }
  }

  private mutating func flush(into writer: inout StoreWriter) throws {
    let slab = pending
    pending = []
    pending.reserveCapacity(rowsPerSlab * dimension)
    let first = UInt64(slabs) * UInt64(rowsPerSlab)
    let key = ExtentKey(.dense, name, number: slabs)
    try writer.append(key, firstItem: first, itemCount: slab.count / dimension, payload: unsafe slab.span.bytes)
    slabs += 1
  }
}
