/// A row-major matrix of floats in 64-byte aligned memory, without gaps between rows.
@safe public struct Matrix: ~Copyable, @unchecked Sendable {
  // Unique ownership: the memory is freed by deinit and never shared. Sendable for that reason.

  /// Number of rows.
  public let rows: Int
  /// Floats of a row.
  public let columns: Int
  let base: UnsafeMutablePointer<Float>

  /// A matrix of zeros.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0)
    self.rows = rows
    self.columns = columns
    unsafe base = allocateFloats(rows * columns)
  }

  deinit { unsafe freeFloats(base, rows * columns) }

  /// All elements, row by row.
  public var elements: Span<Float> {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(Span(_unsafeStart: base, count: rows * columns), borrowing: self) }
  }

  /// One row.
  @_lifetime(borrow self)
  public func row(_ index: Int) -> Span<Float> {
    elements.extracting(index * columns..<(index + 1) * columns)
  }

  /// All elements, to be written.
  public var mutableElements: MutableSpan<Float> {
    @_lifetime(&self)
    mutating get {
      unsafe _overrideLifetime(MutableSpan(_unsafeStart: base, count: rows * columns), mutating: &self)
    }
  }

  /// One row, to be written.
  @_lifetime(&self)
  public mutating func mutableRow(_ index: Int) -> MutableSpan<Float> {
    precondition(index >= 0 && index < rows)
    return unsafe _overrideLifetime(MutableSpan(_unsafeStart: base + index * columns, count: columns), mutating: &self)
  }

  /// Copies a row of another matrix of the same width into row `target`.
  public mutating func copyRow(_ source: Int, of other: borrowing Matrix, to target: Int) {
    precondition(other.columns == columns && source >= 0 && source < other.rows && target >= 0 && target < rows)
    unsafe (base + target * columns).update(from: other.base + source * columns, count: columns)
  }

  /// Copies the first `rows` rows of another matrix of the same width.
  public mutating func copyRows(_ rows: Int, of other: borrowing Matrix, fork: Fork = .serial) {
    precondition(other.columns == columns && rows >= 0 && rows <= self.rows && rows <= other.rows)
    nonisolated(unsafe) let to = unsafe base, from = unsafe other.base
    let columns = columns
    fork.split(rows, step: 64) { _, rows in
      let first = rows.lowerBound * columns
      unsafe (to + first).update(from: from + first, count: rows.count * columns)
    }
  }

  /// Where a row begins. The caller stays within the rows it has checked.
  func pointer(row: Int) -> UnsafeMutablePointer<Float> { unsafe base + row * columns }
}

/// The floats that some bytes hold, without a copy; nil when the bytes are not aligned for floats or end inside one.
@_lifetime(copy bytes)
public func floats(in bytes: RawSpan) -> Span<Float>? {
  let start = unsafe bytes.withUnsafeBytes { $0.baseAddress }
  guard bytes.byteCount % 4 == 0, UInt(bitPattern: start) % 4 == 0 else { return nil }
  return Span(_bytes: bytes)
}
