/// The nearest others of every vector by Euclidean distance, exactly: candidates by products in float, their distances in double.
public struct NearestNeighbors: Sendable {
  /// Neighbours of a vector.
  public let perVector: Int
  /// Numbers of the neighbours, `perVector` a vector, nearest first; of equal distances the lower number first. A vector is no
  /// neighbour of itself.
  public let indices: [Int32]
  /// Their distances.
  public let distances: [Double]

  /// Finds `count` neighbours of each vector.
  /// - Throws: `GeometryError.tooFew` when there are not so many others.
  public init(of vectors: Vectors, count: Int, _ workers: Workers) throws {
    try vectors.require(count + 1, for: "finding \(count) neighbours")
    perVector = count
    let squares = (0..<vectors.count).map { Float(vectors.squaredLength($0)) }
    // A product of `width` floats is off by less than width roundings of the largest square (Higham 2002, section 3.1); a distance by two.
    let slack = 4 * Float(vectors.width + 4) * Float.ulpOfOne * (squares.max() ?? 0)
    let blocks = try InnerProducts(vectors, workers).map { rows, products in
      rows.map { row in
        NearestNeighbors.nearest(
          to: row, products.extracting((row - rows.lowerBound) * squares.count..<(row - rows.lowerBound + 1) * squares.count),
          squares,
          slack, count, vectors)
      }
    }
    let all = blocks.flatMap { $0.flatMap { $0 } }
    indices = all.map { Int32($0.index) }
    distances = all.map { $0.square.squareRoot() }
  }

  private static func nearest(
    to row: Int, _ products: Span<Float>, _ squares: [Float], _ slack: Float, _ count: Int, _ vectors: Vectors
  ) -> [(index: Int, square: Double)] {
    var rough = squares.indices.map { squares[$0] + squares[row] - 2 * products[$0] }
    rough[row] = .infinity
    let limit = rough.sorted()[count - 1] + slack
    // Where squares overflow floats, every comparison with the limit fails, and all are candidates.
    let candidates = rough.indices.filter { $0 != row && !(rough[$0] > limit) }
    let exact = candidates.map { (index: $0, square: vectors.squaredDistance(row, $0)) }
    return Array(exact.sorted { ($0.square, $0.index) < ($1.square, $1.index) }.prefix(count))
  }
}
