internal import Glibc

/// A symmetric weighted graph in rows: how surely two vectors are neighbours.
package struct FuzzyGraph: Sendable {
  /// Where each row begins in `columns` and `weights`; one more than there are rows.
  package let starts: [Int]
  /// Numbers of neighbours, ascending in each row.
  package let columns: [Int32]
  /// Weights in (0, 1].
  package let weights: [Double]

  /// Number of vertices.
  package var count: Int { starts.count - 1 }

  init(rows: [[(column: Int32, weight: Double)]]) {
    starts = rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    columns = rows.flatMap { $0.map(\.column) }
    weights = rows.flatMap { $0.map(\.weight) }
  }

  /// umap-learn's fuzzy_simplicial_set: memberships one way, then their fuzzy union a + b - ab with the other way.
  init(_ neighbors: NearestNeighbors) {
    let smooth = SmoothDistances(neighbors), k = neighbors.perVector
    var there = [[(column: Int32, weight: Double)]](repeating: [], count: neighbors.indices.count / max(1, k))
    var back = there
    for row in there.indices {
      for place in row * k..<(row + 1) * k {
        let weight = smooth.membership(of: neighbors.distances[place], in: row)
        guard weight > 0 else { continue }
        there[row].append((neighbors.indices[place], weight))
        back[Int(neighbors.indices[place])].append((Int32(row), weight))
      }
    }
    self.init(rows: there.indices.map { FuzzyGraph.union(there[$0], back[$0]) })
  }

  private static func union(
    _ left: [(column: Int32, weight: Double)], _ right: [(column: Int32, weight: Double)]
  ) -> [(column: Int32, weight: Double)] {
    let all = (left + right).sorted { $0.column < $1.column }
    var out: [(column: Int32, weight: Double)] = []
    for edge in all {
      if let last = out.last, last.column == edge.column {
        out[out.count - 1].weight = last.weight + edge.weight - last.weight * edge.weight
      } else {
        out.append(edge)
      }
    }
    return out
  }

  /// Row by row.
  func row(_ number: Int) -> Range<Int> { starts[number]..<starts[number + 1] }

  /// Without the edges that would be drawn less than once in so many epochs.
  func withoutWeak(epochs: Int) -> FuzzyGraph {
    let least = (weights.max() ?? 0) / Double(epochs)
    return kept { weights[$0] >= least }
  }

  private func kept(_ keeps: (Int) -> Bool) -> FuzzyGraph {
    FuzzyGraph(rows: (0..<count).map { number in row(number).filter(keeps).map { (columns[$0], weights[$0]) } })
  }

  /// The number of each vertex' connected part, parts counted in the order of their first vertices.
  package func parts() -> (count: Int, of: [Int]) {
    var part = [Int](repeating: -1, count: count), parts = 0
    for first in 0..<count where part[first] < 0 {
      var open = [first]
      part[first] = parts
      while let vertex = open.popLast() {
        for place in row(vertex) where part[Int(columns[place])] < 0 {
          part[Int(columns[place])] = parts
          open.append(Int(columns[place]))
        }
      }
      parts += 1
    }
    return (parts, part)
  }

  /// The graph among some vertices, in their order; none of them has edges to others.
  func restricted(to vertices: [Int]) -> FuzzyGraph {
    var number = [Int32](repeating: 0, count: count)
    for (place, vertex) in vertices.enumerated() { number[vertex] = Int32(place) }
    return FuzzyGraph(rows: vertices.map { vertex in row(vertex).map { (number[Int(columns[$0])], weights[$0]) } })
  }
}

/// For every vector the distance to its nearest other and the scale that gives it log2(k) neighbours (umap-learn's smooth_knn_dist).
struct SmoothDistances {
  private let nearest: [Double]
  private let scales: [Double]

  init(_ neighbors: NearestNeighbors) {
    let k = neighbors.perVector, distances = neighbors.distances
    let mean = distances.reduce(0, +) / Double(max(1, distances.count / max(1, k) * (k + 1)))
    var nearest: [Double] = [], scales: [Double] = []
    for start in stride(from: 0, to: distances.count, by: max(1, k)) {
      let row = distances[start..<start + k]
      let first = row.first { $0 > 0 } ?? 0
      // Means count the vector's own distance, 0.
      let floor = 1e-3 * (first > 0 ? row.reduce(0, +) / Double(k + 1) : mean)
      nearest.append(first)
      scales.append(max(floor, SmoothDistances.scale(row, first)))
    }
    self.nearest = nearest
    self.scales = scales
  }

  func membership(of distance: Double, in row: Int) -> Double {
    let beyond = distance - nearest[row]
    return beyond <= 0 || scales[row] == 0 ? 1 : exp(-beyond / scales[row])
  }

  /// Bisection for the scale at which memberships add up to log2 of the neighbours, the vector itself counted.
  private static func scale(_ distances: ArraySlice<Double>, _ nearest: Double) -> Double {
    let target = log2(Double(distances.count + 1))
    var low = 0.0, high = Double.infinity, middle = 1.0
    for _ in 0..<64 {
      let sum = distances.reduce(0) { $0 + ($1 > nearest ? exp(-($1 - nearest) / middle) : 1) }
      if abs(sum - target) < 1e-5 { break }
      if sum > target { high = middle } else { low = middle }
      middle = high == .infinity ? middle * 2 : (low + high) / 2
    }
    return middle
  }
}
