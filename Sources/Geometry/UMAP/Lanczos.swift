internal import Bytes
internal import Glibc

/// The leading eigenvectors of a graph's normalised adjacency D^-1/2 W D^-1/2, but for the first, which is known: sqrt(degree). They are the
/// trailing ones of its normalised Laplacian. Lanczos' iteration with full reorthogonalisation.
struct Lanczos {
  private let graph: FuzzyGraph
  /// 1 / sqrt(degree).
  private let scale: [Double]
  /// Unit vectors orthogonal to each other, the known eigenvector first.
  private var basis: [[Double]] = []
  private var diagonal: [Double] = []
  private var below: [Double] = []
  private var random: CounterGenerator

  /// Residuals up to this count as zero; umap-learn asks for 1e-4.
  private static let tolerance = 1e-6

  /// A graph without isolated vertices.
  init(_ graph: FuzzyGraph, seed: UInt64) {
    self.graph = graph
    let degrees = (0..<graph.count).map { row in graph.row(row).reduce(0) { $0 + graph.weights[$1] } }
    scale = degrees.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    random = CounterGenerator(seed, 0x1A7C_205)
    basis = [Lanczos.unit(degrees.map { $0.squareRoot() })]
  }

  /// `count` unit eigenvectors, those of the largest values; fewer when there are not so many.
  mutating func eigenvectors(_ count: Int) throws(GeometryError) -> [[Double]] {
    let limit = min(graph.count - 1, 1_000)
    var steps = min(limit, max(20, 2 * count))
    while true {
      while diagonal.count < steps { extend() }
      let eigen = try SymmetricEigen(
        diagonal: diagonal, below: below, basis: Lanczos.identity(steps), analysis: "spectral start")
      let found = min(count, steps)
      let isDone = (0..<found).allSatisfy { abs(below[steps - 1] * (eigen.vector($0).last ?? 0)) < Self.tolerance }
      if steps == limit || isDone { return (0..<found).map { vector(eigen.vector($0)) } }
      steps = min(limit, 2 * steps)
    }
  }

  /// One more basis vector: the last one times the matrix, made orthogonal to all before (twice, for rounding). Where nothing is left the
  /// vectors so far span an invariant space, and a new direction begins.
  private mutating func extend() {
    if diagonal.isEmpty { basis.append(fresh()) }
    let last = basis[basis.count - 1]
    var next = product(last)
    diagonal.append(Lanczos.dot(next, last))
    orthogonalize(&next)
    let length = Lanczos.dot(next, next).squareRoot()
    below.append(length > 1e-10 ? length : 0)
    basis.append(length > 1e-10 ? next.map { $0 / length } : fresh())
  }

  private mutating func fresh() -> [Double] {
    var vector = (0..<graph.count).map { _ in random.unit() - 0.5 }
    orthogonalize(&vector)
    return Lanczos.unit(vector)
  }

  private func product(_ vector: [Double]) -> [Double] {
    (0..<graph.count).map { row in
      var sum = 0.0
      for place in graph.row(row) {
        let column = Int(graph.columns[place])
        sum += graph.weights[place] * scale[column] * vector[column]
      }
      return sum * scale[row]
    }
  }

  private func orthogonalize(_ vector: inout [Double]) {
    for _ in 0..<2 {
      for other in basis {
        let part = Lanczos.dot(vector, other)
        for place in vector.indices { vector[place] -= part * other[place] }
      }
    }
  }

  /// The combination of basis vectors; the known eigenvector is not one of them.
  private func vector(_ coefficients: ArraySlice<Double>) -> [Double] {
    var out = [Double](repeating: 0, count: graph.count)
    for (coefficient, vector) in zip(coefficients, basis.dropFirst()) {
      for place in out.indices { out[place] += coefficient * vector[place] }
    }
    return out
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for place in left.indices { sum += left[place] * right[place] }
    return sum
  }

  private static func unit(_ vector: [Double]) -> [Double] {
    let length = dot(vector, vector).squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }

  private static func identity(_ size: Int) -> [Double] {
    (0..<size * size).map { $0 / size == $0 % size ? 1 : 0 }
  }
}
