/// How far a picture's neighbours are neighbours in the data, 0 to 1: 1 minus the penalties of neighbours in the picture that are farther
/// than the k-th in the data (Venna and Kaski, ICANN 2001), as scikit-learn computes it.
/// - Throws: `GeometryError.tooFew` for fewer than 2 k + 1 vectors.
public func trustworthiness(
  of picture: [PlanePoint], for vectors: Vectors, neighbors: Int, _ workers: Workers
) throws -> Double {
  precondition(picture.count == vectors.count && neighbors > 0)
  try vectors.require(2 * neighbors + 1, for: "trustworthiness over \(neighbors) neighbours")
  let count = vectors.count
  let squares = (0..<count).map { Float(vectors.squaredLength($0)) }
  let penalties = try InnerProducts(vectors, workers).map { rows, products in
    rows.reduce(0) { sum, row in
      let start = (row - rows.lowerBound) * count
      var distances = (0..<count).map { squares[$0] + squares[row] - 2 * products[start + $0] }
      distances[row] = -.infinity
      return sum + penalty(of: nearest(to: row, in: picture, neighbors), distances, neighbors)
    }
  }
  let n = Double(count), k = Double(neighbors)
  return 1 - Double(penalties.reduce(0, +)) * 2 / (n * k * (2 * n - 3 * k - 1))
}

/// By how many ranks some points are beyond the k-th nearest in the data; the vector itself has rank 0.
private func penalty(of points: [Int], _ distances: [Float], _ neighbors: Int) -> Int {
  points.reduce(0) { sum, point in
    var rank = 0
    for other in distances.indices
    where distances[other] < distances[point] || (distances[other] == distances[point] && other < point) {
      rank += 1
    }
    return sum + max(0, rank - neighbors)
  }
}

private func nearest(to row: Int, in picture: [PlanePoint], _ count: Int) -> [Int] {
  let distances = picture.map { point in
    (point.x - picture[row].x) * (point.x - picture[row].x) + (point.y - picture[row].y) * (point.y - picture[row].y)
  }
  let order = distances.indices.filter { $0 != row }.sorted { (distances[$0], $0) < (distances[$1], $1) }
  return Array(order.prefix(count))
}
