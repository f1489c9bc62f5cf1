/// Vectors on their way into a set: refused when no score could be trusted, and of unit length with `cosine`.
struct VectorIntake {
  /// Lengths that vectors and queries can have: no sum of products of two of them overflows float32, or loses bits below its least number.
  static let lengths = 1e-12...1e12

  let metric: VectorMetric
  let layout: VectorLayout

  /// Vectors as they are stored, in float32. `first` is the number of the first one's document.
  func checked(_ vectors: [Float], first: Int) throws(DenseError) -> [Float] {
    let dimension = layout.dimension
    guard vectors.count % dimension == 0 else { throw .dimension(expected: dimension, found: vectors.count % dimension) }
    var vectors = vectors
    for row in 0..<vectors.count / dimension {
      let place = row * dimension..<(row + 1) * dimension
      let length = vectors[place].euclideanLength
      guard length.isFinite else { throw .notFinite(document: first + row) }
      guard length > 0 else { throw .zeroLength(document: first + row) }
      guard Self.lengths.contains(length) else { throw .length(document: first + row, store: .fp32) }
      if metric == .cosine { vectors.normalize(place, length: length) }
    }
    return vectors
  }
}

extension ArraySlice<Float> {
  /// |x|, summed in double precision; not finite when a number is not.
  var euclideanLength: Double { reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
}

extension [Float] {
  /// Brings a row of a known length to unit length: each number is the quotient rounded once.
  mutating func normalize(_ row: Range<Int>, length: Double) {
    for place in row { self[place] = Float(Double(self[place]) / length) }
  }
}
