internal import Glibc
internal import Tensors

/// The floats of one or several weight tensors that a layer reads as one, and beside them, where they are trained, their gradient.
///
/// Queries, keys and values of a BERT layer are three tensors, rows of one such memory.
@safe final class WeightMemory: @unchecked Sendable {
  // One thread writes values and gradients, between and after the operations that read them: those that own a training model see to
  // it. Weights of inference are never written after init.

  let rows: Int
  let columns: Int
  /// False for weights that have no gradient.
  let isTrained: Bool
  private let values: Matrix
  private let gradients: Matrix
  // Where they begin, for parameters that span a part.
  let valueStart: UnsafeMutablePointer<Float>?
  let gradientStart: UnsafeMutablePointer<Float>?

  init(_ floats: [Float], columns: Int, isTrained: Bool = false) {
    let rows = columns > 0 ? floats.count / columns : 0
    precondition(rows * columns == floats.count)
    self.rows = rows
    self.columns = columns
    self.isTrained = isTrained
    var values = Matrix(rows: rows, columns: columns), gradients = Matrix(rows: isTrained ? rows : 0, columns: columns)
    var target = values.mutableElements
    for index in floats.indices { target[index] = floats[index] }
    unsafe valueStart = values.start
    unsafe gradientStart = gradients.start
    self.values = values
    self.gradients = gradients
  }

  /// One row of floats.
  convenience init(_ floats: [Float], isTrained: Bool = false) {
    self.init(floats, columns: floats.count, isTrained: isTrained)
  }

  var count: Int { rows * columns }
  var isEmpty: Bool { count == 0 }

  /// All values, row by row.
  var span: Span<Float> {
    @_lifetime(borrow self)
    get {
      guard let start = unsafe valueStart else { return Span() }
      return unsafe _overrideLifetime(Span(_unsafeStart: start, count: count), borrowing: self)
    }
  }

  /// One row of values.
  @_lifetime(borrow self)
  func row(_ index: Int) -> Span<Float> {
    precondition(index >= 0 && index < rows)
    guard let start = unsafe valueStart else { return Span() }
    return unsafe _overrideLifetime(Span(_unsafeStart: start + index * columns, count: columns), borrowing: self)
  }

  /// Values from `first` on, to be written.
  @_lifetime(borrow self)
  func mutableValues(from first: Int, count: Int) -> MutableSpan<Float> {
    precondition(first >= 0 && first + count <= self.count)
    guard let start = unsafe valueStart else { return MutableSpan() }
    return unsafe _overrideLifetime(MutableSpan(_unsafeStart: start + first, count: count), borrowing: self)
  }

  /// The gradient from element `first` on, to be written.
  @_lifetime(borrow self)
  func mutableGradient(from first: Int, count: Int) -> MutableSpan<Float> {
    precondition(isTrained && first >= 0 && first + count <= self.count)
    guard let start = unsafe gradientStart else { return MutableSpan() }
    return unsafe _overrideLifetime(MutableSpan(_unsafeStart: start + first, count: count), borrowing: self)
  }

  /// All of the gradient, to be written; empty where there is none.
  var mutableGradient: MutableSpan<Float> {
    @_lifetime(borrow self)
    get {
      guard isTrained, let start = unsafe gradientStart else { return MutableSpan() }
      return unsafe _overrideLifetime(MutableSpan(_unsafeStart: start, count: count), borrowing: self)
    }
  }

  /// The gradient becomes zero.
  func clearGradient() {
    guard isTrained, let start = unsafe gradientStart else { return }
    unsafe memset(start, 0, count * MemoryLayout<Float>.size)
  }
}

extension Matrix {
  /// Where the elements begin, which do not move; nil when there are none. For owners that keep the matrix alive.
  var start: UnsafeMutablePointer<Float>? {
    mutating get {
      var elements = mutableElements
      return unsafe elements.withUnsafeMutableBufferPointer { $0.baseAddress }
    }
  }
}
