internal import Glibc

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

  deinit { unsafe free(base) }

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

  /// Where a row begins. The caller stays within the rows it has checked.
  func pointer(row: Int) -> UnsafeMutablePointer<Float> { unsafe base + row * columns }
}

/// Zeroed floats at a 64-byte boundary, at least one line of them; freed with `free`. Ends the process when memory is exhausted, as
/// Swift's own containers do.
func allocateFloats(_ count: Int) -> UnsafeMutablePointer<Float> {
  let memory = unsafe allocateUninitializedFloats(count)
  unsafe memset(memory, 0, count * MemoryLayout<Float>.size)
  return unsafe memory
}

/// As `allocateFloats`, to be filled by the caller. Memory from a huge page on begins at one, and asks for them: rows of a matrix and
/// panels of a packed one lie on many pages.
func allocateUninitializedFloats(_ count: Int) -> UnsafeMutablePointer<Float> {
  let huge = 2 << 20
  let bytes = max(64, (count * MemoryLayout<Float>.size + 63) / 64 * 64)
  let isHuge = bytes >= huge
  guard let memory = unsafe aligned_alloc(isHuge ? huge : 64, bytes) else {
    fatalError("out of memory: \(bytes) bytes for a matrix")
  }
  if isHuge { unsafe madvise(memory, bytes / huge * huge, MADV_HUGEPAGE) }
  return unsafe memory.bindMemory(to: Float.self, capacity: bytes / MemoryLayout<Float>.size)
}

/// The floats that some bytes hold, without a copy; nil when the bytes are not aligned for floats or end inside one.
@_lifetime(copy bytes)
public func floats(in bytes: RawSpan) -> Span<Float>? {
  let start = unsafe bytes.withUnsafeBytes { $0.baseAddress }
  guard bytes.byteCount % 4 == 0, UInt(bitPattern: start) % 4 == 0 else { return nil }
  return Span(_bytes: bytes)
}
