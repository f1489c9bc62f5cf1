internal import Glibc

/// Eigenvalues and eigenvectors of a symmetric matrix, the largest value first: Householder's reduction to a tridiagonal matrix, then
/// QL iterations with implicit shifts (Bowdler, Martin, Reinsch and Wilkinson, 1968; EISPACK's tred2 and tql2). Single-threaded, so that
/// bits depend on the matrix alone.
struct SymmetricEigen: Sendable {
  /// Descending.
  let values: [Double]
  /// Unit eigenvectors, one a row, in the order of the values; of each the component of largest magnitude (the first of them) is positive.
  let vectors: [Double]
  let size: Int

  /// - Throws: `GeometryError.noConvergence` for values that are not finite.
  init(_ matrix: [Double], size: Int, analysis: String) throws(GeometryError) {
    precondition(matrix.count == size * size)
    var form = TridiagonalReduction(matrix, size: size)
    form.reduce()
    form.accumulate()
    try self.init(
      diagonal: form.diagonal, below: Array(form.below.dropFirst()) + [0], basis: form.vectors, analysis: analysis)
  }

  /// Of a tridiagonal matrix: `below[i]` joins i and i + 1; the last is not used. `basis` holds a vector for each row, the unit matrix for
  /// the eigenvectors of the tridiagonal matrix itself.
  init(diagonal: [Double], below: [Double], basis: [Double], analysis: String) throws(GeometryError) {
    var iteration = QLIteration(diagonal: diagonal, below: below, vectors: basis)
    try iteration.run(analysis)
    let order = iteration.diagonal.indices.sorted {
      (-iteration.diagonal[$0], $0) < (-iteration.diagonal[$1], $1)
    }
    size = order.count
    let size = order.count
    values = order.map { iteration.diagonal[$0] }
    vectors = order.flatMap { SymmetricEigen.oriented(iteration.vectors[$0 * size..<($0 + 1) * size]) }
  }

  func vector(_ number: Int) -> ArraySlice<Double> { vectors[number * size..<(number + 1) * size] }

  private static func oriented(_ vector: ArraySlice<Double>) -> [Double] {
    var largest = 0.0
    for value in vector where abs(value) > abs(largest) { largest = value }
    return largest < 0 ? vector.map { -$0 } : Array(vector)
  }
}

/// The QL iteration on a tridiagonal matrix.
private struct QLIteration {
  var diagonal: [Double]
  var below: [Double]
  /// Row i becomes the eigenvector of value i.
  var vectors: [Double]

  mutating func run(_ analysis: String) throws(GeometryError) {
    let size = diagonal.count
    var shift = 0.0, scale = 0.0
    for low in 0..<size {
      scale = max(scale, abs(diagonal[low]) + abs(below[low]))
      let threshold = 0x1p-52 * scale
      // The last element below is zero, so a small one is found.
      below[size - 1] = 0
      let high = (low..<size).first { abs(below[$0]) <= threshold } ?? size - 1
      var rounds = 0
      while high > low {
        shift += shiftDown(low)
        sweep(low, high)
        rounds += 1
        if abs(below[low]) <= threshold { break }
        if rounds > 200 || !below[low].isFinite { throw .noConvergence(analysis: analysis) }
      }
      diagonal[low] += shift
      below[low] = 0
    }
  }

  /// Takes the eigenvalue estimate of the 2 x 2 block at `low` off the diagonal below; returns it.
  private mutating func shiftDown(_ low: Int) -> Double {
    let before = diagonal[low]
    let half = (diagonal[low + 1] - before) / (2 * below[low])
    let root = half < 0 ? -hypot(half, 1) : hypot(half, 1)
    diagonal[low] = below[low] / (half + root)
    diagonal[low + 1] = below[low] * (half + root)
    let shift = before - diagonal[low]
    for place in low + 2..<max(low + 2, diagonal.count) { diagonal[place] -= shift }
    return shift
  }

  /// One sweep of rotations from `high` up to `low`.
  private mutating func sweep(_ low: Int, _ high: Int) {
    let second = diagonal[low + 1], beside = below[low + 1]
    var value = diagonal[high], sine = 0.0, sineBefore = 0.0
    var cosine = 1.0, cosineBefore = 1.0, cosineThird = 1.0
    for place in stride(from: high - 1, through: low, by: -1) {
      cosineThird = cosineBefore
      cosineBefore = cosine
      sineBefore = sine
      let scaled = cosine * below[place], turned = cosine * value
      let length = hypot(value, below[place])
      below[place + 1] = sine * length
      sine = below[place] / length
      cosine = value / length
      value = cosine * diagonal[place] - sine * scaled
      diagonal[place + 1] = turned + sine * (cosine * scaled + sine * diagonal[place])
      rotate(place, sine, cosine)
    }
    let last = -sine * sineBefore * cosineThird * beside * below[low] / second
    below[low] = sine * last
    diagonal[low] = cosine * last
  }

  private mutating func rotate(_ row: Int, _ sine: Double, _ cosine: Double) {
    let width = vectors.count / max(1, diagonal.count)
    var span = vectors.mutableSpan
    let upper = row * width, lower = upper + width
    for column in 0..<width {
      let held = span[lower + column]
      span[lower + column] = sine * span[upper + column] + cosine * held
      span[upper + column] = cosine * span[upper + column] - sine * held
    }
  }
}
