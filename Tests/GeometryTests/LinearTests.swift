import Geometry
import TestSupport
import Testing

/// Variances and components by Jacobi's rotations, the slow twin of the Householder and QL way.
private func jacobi(_ matrix: [[Double]]) -> [Double] {
  var a = matrix
  for _ in 0..<60 {
    for p in a.indices {
      for q in p + 1..<max(p + 1, a.count) where abs(a[p][q]) > 1e-300 {
        let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
        let t = (theta < 0 ? -1.0 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot(), s = t * c
        for k in a.indices { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
        for k in a.indices { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
      }
    }
  }
  return a.indices.map { a[$0][$0] }.sorted(by: >)
}

@Test(arguments: [(1, 5), (2, 9), (3, 40), (17, 60), (40, 30), (12, 8)])
func `variances equal Jacobi's, and components are orthonormal and diagonalise the covariance`(width: Int, count: Int) throws {
  let vectors = try SeededVectors.noise(count, width: width, seed: UInt64(width * 100 + count))
  let found = try PrincipalComponents(vectors, workers())
  let centred = (0..<count).map { row in zip(vectors[row], found.mean).map { Double($0) - $1 } }
  let covariance = (0..<width).map { i in
    (0..<width).map { j in centred.reduce(0) { $0 + $1[i] * $1[j] } / Double(count - 1) }
  }
  for (mine, theirs) in zip(found.variances, jacobi(covariance)) { #expect(abs(mine - theirs) < 1e-12) }
  let rows = (0..<width).map { Array(found.components[$0 * width..<($0 + 1) * width]) }
  for (i, left) in rows.enumerated() {
    let image = covariance.map { row in zip(row, left).reduce(0) { $0 + $1.0 * $1.1 } }
    for column in 0..<width { #expect(abs(image[column] - found.variances[i] * left[column]) < 1e-12) }
    for (j, right) in rows.enumerated() {
      let product = zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
    }
  }
}

@Test func `vectors all alike have components without variance`() throws {
  let alike = try Vectors([Float](repeating: 3, count: 5 * 7), width: 7)
  let found = try PrincipalComponents(alike, workers())
  #expect(found.variances.allSatisfy { $0 == 0 })
  #expect(found.projection(of: alike).allSatisfy { $0.x == 0 && $0.y == 0 })
}

@Test(arguments: [1, 2, 14])
func `neighbours equal those of all distances in double, ties by number`(count: Int) throws {
  for (number, width) in [(200, 3), (131, 48), (70, 1)] {
    var random = SeededGenerator(seed: UInt64(number))
    // Few different values, so that distances tie.
    let values = (0..<number * width).map { _ in Float(Int.random(in: -2...2, using: &random)) }
    let vectors = try Vectors(values, width: width)
    let found = try NearestNeighbors(of: vectors, count: count, workers())
    for row in 0..<number {
      let distances = (0..<number).map { other in
        zip(vectors[row], vectors[other]).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
      }
      let order = (0..<number).filter { $0 != row }.sorted { (distances[$0], $0) < (distances[$1], $1) }.prefix(count)
      #expect(found.indices[row * count..<(row + 1) * count].map(Int.init) == Array(order))
      #expect(Array(found.distances[row * count..<(row + 1) * count]) == order.map { distances[$0].squareRoot() })
    }
  }
}
