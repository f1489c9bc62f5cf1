public import Bytes
public import Storage

/// Writes eight-bit codes of a set's vectors for a first pass (`CodesLayout`), after the set's `VectorWriter` has finished, from the same
/// vectors in the same order. The description then gets `hasCodes`.
public struct CodesWriter: Sendable {
  private let name: ByteString
  private let intake: VectorIntake
  private let layout: CodesLayout
  private var pending: [Float] = []
  private var slabs: UInt32 = 0
  /// Vectors written or pending.
  public private(set) var count = 0

  /// Begins the codes of a set with that name, dimension, store and metric.
  public init(name: ByteString, dimension: Int, store: VectorStore = .fp32, metric: VectorMetric = .ip) {
    self.name = VectorSet.codesName(name)
    intake = VectorIntake(metric: metric, layout: VectorLayout(store: store, dimension: dimension))
    layout = CodesLayout(dimension: dimension)
    pending.reserveCapacity(layout.rowsPerSlab * dimension)
  }

  /// Adds vectors, as they were given to the `VectorWriter`.
  /// - Throws: what it throws.
  public mutating func append(_ vectors: [Float], into writer: inout StoreWriter) throws {
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
    let rows = pending.count / layout.dimension
    var payload = [UInt8](repeating: 0, count: layout.slabBytes(rows: rows))
    for row in 0..<rows {
      let stored = intake.layout.stored(pending[row * layout.dimension..<(row + 1) * layout.dimension])
      write(stored, row: row, of: rows, into: &payload)
    }
    pending.removeAll(keepingCapacity: true)
    let key = ExtentKey(.dense, name, number: slabs)
    let first = UInt64(slabs) * UInt64(layout.rowsPerSlab)
    try writer.append(key, firstItem: first, itemCount: rows, payload: unsafe payload.span.bytes)
    slabs += 1
  }

  private func write(_ vector: [Float], row: Int, of rows: Int, into payload: inout [UInt8]) {
    let coded = CodedRow(vector)
    for (place, code) in coded.coded.codes.enumerated() { payload[row * layout.dimension + place] = UInt8(bitPattern: code) }
    for (column, bits) in coded.columns { payload.store(bits, at: layout.offset(column, rows: rows) + 4 * row) }
  }
}

extension VectorLayout {
  /// What searches see of a checked vector in this store.
  func stored(_ vector: ArraySlice<Float>) -> [Float] {
    switch store {
    case .fp32: return Array(vector)
    case .fp16: return vector.map { Float(Float16($0)) }
    case .int8:
      let coded = CodedVector(vector)
      return coded.codes.indices.map { coded.value($0) }
    }
  }
}

extension CodedVector {
  /// |x - code * scale| with the exact product, summed in double precision.
  func errorLength(of vector: [Float]) -> Double {
    var sum = 0.0
    for place in codes.indices {
      let error = Double(vector[place]) - Double(codes[place]) * Double(scale)
      sum += error * error
    }
    return sum.squareRoot()
  }
}

extension Double {
  /// A float at least as large, also when this was summed with rounding: 2^-22 more, then rounded up.
  var roundedUp: Float {
    let raised = self * (1 + 0x1p-22)
    let float = Float(raised)
    return Double(float) < raised ? float.nextUp : float
  }
}

/// The codes of a stored vector and what stands behind them.
struct CodedRow {
  let coded: CodedVector
  let columns: [(column: CodesLayout.Column, bits: UInt32)]

  init(_ vector: [Float]) {
    coded = CodedVector(vector[...])
    let sum = coded.codes.reduce(Int32(0)) { $0 + Int32($1) }
    columns = [
      (.scales, coded.scale.bitPattern), (.errors, coded.errorLength(of: vector).roundedUp.bitPattern),
      (.lengths, vector[...].euclideanLength.roundedUp.bitPattern), (.sums, UInt32(bitPattern: sum)),
    ]
  }
}
