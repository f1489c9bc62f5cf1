/// Householder's reduction of a symmetric matrix (EISPACK's tred2), on the transpose of EISPACK's storage: every inner loop runs along a row.
struct TridiagonalReduction {
  /// Before: the matrix. After `accumulate`: row j is the j-th column of the orthogonal matrix that reduces it.
  var vectors: [Double]
  var diagonal: [Double]
  /// `below[i]` joins i - 1 and i.
  var below: [Double]
  private let size: Int

  init(_ matrix: [Double], size: Int) {
    vectors = matrix
    self.size = size
    below = [Double](repeating: 0, count: size)
    diagonal = (0..<size).map { matrix[$0 * size + size - 1] }
  }

  /// Zeroes one row and column after the other, from the last on.
  mutating func reduce() {
    for row in stride(from: size - 1, to: 0, by: -1) {
      var scale = 0.0
      for column in 0..<row { scale += abs(diagonal[column]) }
      let length = scale == 0 ? skip(row) : reflect(row, scale)
      diagonal[row] = length
    }
  }

  /// A row that is zero already.
  private mutating func skip(_ row: Int) -> Double {
    below[row] = diagonal[row - 1]
    for column in 0..<row {
      diagonal[column] = vectors[column * size + row - 1]
      vectors[column * size + row] = 0
      vectors[row * size + column] = 0
    }
    return 0
  }

  /// Reflects the row's vector, in `diagonal`, onto an axis; returns half its squared length.
  private mutating func reflect(_ row: Int, _ scale: Double) -> Double {
    var length = 0.0
    for column in 0..<row {
      diagonal[column] /= scale
      length += diagonal[column] * diagonal[column]
    }
    let last = diagonal[row - 1]
    let root = last > 0 ? -length.squareRoot() : length.squareRoot()
    below[row] = scale * root
    length -= last * root
    diagonal[row - 1] = last - root
    Self.multiply(&vectors, diagonal, into: &below, size: size, before: row)
    update(row, length)
    return length
  }

  /// below = A u, for the u in `diagonal` and the part of the matrix before `row`, of which half is stored.
  private static func multiply(
    _ vectors: inout [Double], _ diagonal: [Double], into below: inout [Double], size: Int, before row: Int
  ) {
    var matrix = vectors.mutableSpan
    var product = below.mutableSpan
    let direction = diagonal.span
    for column in 0..<row { product[column] = 0 }
    for column in 0..<row {
      let start = column * size, factor = direction[column]
      matrix[row * size + column] = factor
      var sum = product[column] + matrix[start + column] * factor
      for other in column + 1..<max(column + 1, row) {
        sum += matrix[start + other] * direction[other]
        product[other] += matrix[start + other] * factor
      }
      product[column] = sum
    }
  }

  /// A -= u q' + q u', and the next row's vector taken into `diagonal`.
  private mutating func update(_ row: Int, _ length: Double) {
    var sum = 0.0
    for column in 0..<row {
      below[column] /= length
      sum += below[column] * diagonal[column]
    }
    let factor = sum / (length + length)
    for column in 0..<row { below[column] -= factor * diagonal[column] }
    Self.subtract(&diagonal, below, from: &vectors, size: size, before: row)
  }

  private static func subtract(
    _ diagonal: inout [Double], _ below: [Double], from vectors: inout [Double], size: Int, before row: Int
  ) {
    var matrix = vectors.mutableSpan
    var direction = diagonal.mutableSpan
    let product = below.span
    for column in 0..<row {
      let start = column * size, u = direction[column], q = product[column]
      for other in column..<row { matrix[start + other] -= u * product[other] + q * direction[other] }
      direction[column] = matrix[start + row - 1]
      matrix[start + row] = 0
    }
  }

  /// Multiplies the reflections out.
  mutating func accumulate() {
    for row in 0..<size - 1 {
      vectors[row * size + size - 1] = vectors[row * size + row]
      vectors[row * size + row] = 1
      let next = (row + 1) * size, length = diagonal[row + 1]
      if length != 0 {
        for column in 0...row { diagonal[column] = vectors[next + column] / length }
        Self.reflect(&vectors, diagonal, size: size, upTo: row)
      }
      for column in 0...row { vectors[next + column] = 0 }
    }
    for row in 0..<size {
      diagonal[row] = vectors[row * size + size - 1]
      vectors[row * size + size - 1] = 0
    }
    vectors[size * size - 1] = 1
    below[0] = 0
  }

  private static func reflect(_ vectors: inout [Double], _ diagonal: [Double], size: Int, upTo row: Int) {
    var matrix = vectors.mutableSpan
    let direction = diagonal.span, next = (row + 1) * size
    for column in 0...row {
      let start = column * size
      var sum = 0.0
      for other in 0...row { sum += matrix[next + other] * matrix[start + other] }
      for other in 0...row { matrix[start + other] -= sum * direction[other] }
    }
  }
}
