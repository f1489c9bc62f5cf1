internal import Glibc

/// Uniformity: log of the mean of exp(-2 d^2) over all pairs of normalised vectors; lower is more even, and -4 about the least that can
/// be reached in many dimensions (Wang and Isola, ICML 2020, t = 2).
/// - Throws: `GeometryError.tooFew` below two vectors.
public func uniformity(_ vectors: Vectors, _ workers: Workers) throws -> Double {
  try vectors.require(2, for: "uniformity")
  let count = vectors.count
  let sums = try InnerProducts(vectors.normalized, workers).map { rows, products in
    var sum = 0.0
    for row in rows {
      let start = (row - rows.lowerBound) * count
      for other in row + 1..<count { sum += exp(min(0, 4 * Double(products[start + other]) - 4)) }
    }
    return sum
  }
  return log(sums.reduce(0, +) / (Double(count) * Double(count - 1) / 2))
}
