internal import Parallelism
internal import Tensors

/// All inner products of some vectors, a block of rows at a time.
struct InnerProducts {
  static let blockRows = 64

  private let vectors: Vectors
  private let packed: PackedMatrix
  private let workers: Workers

  init(_ vectors: Vectors, _ workers: Workers) {
    self.vectors = vectors
    self.workers = workers
    packed = PackedMatrix(vectors.values.span, count: vectors.count, width: vectors.width, for: workers.instructionSet)
  }

  /// A value for every block of rows, in order. `body` gets the numbers of the rows, and their products with all vectors, row by row.
  func map<Value: Sendable>(_ body: @Sendable (_ rows: Range<Int>, _ products: Span<Float>) throws -> Value) throws -> [Value] {
    let vectors = vectors, packed = packed, count = vectors.count, width = vectors.width
    let blocks = (count + Self.blockRows - 1) / Self.blockRows
    return try mapBlocks(count: blocks, threads: workers.threads) { block in
      let rows = block * Self.blockRows..<min(count, (block + 1) * Self.blockRows)
      var products = [Float](repeating: 0, count: rows.count * count)
      var target = products.mutableSpan
      let input = vectors.values.span.extracting(rows.lowerBound * width..<rows.upperBound * width)
      packed.multiply(input, into: &target)
      return try body(rows, products.span)
    }
  }
}
