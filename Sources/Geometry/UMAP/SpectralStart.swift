internal import Bytes
internal import Glibc

/// Where the optimisation begins: the second and third eigenvector of the graph's Laplacian; where the graph has several connected parts, a
/// place for each part and its own eigenvectors around it (umap-learn's spectral_layout and multi_component_layout).
struct SpectralStart {
  private let graph: FuzzyGraph
  private let vectors: Vectors
  private let seed: UInt64

  init(_ graph: FuzzyGraph, _ vectors: Vectors, seed: UInt64) {
    self.graph = graph
    self.vectors = vectors
    self.seed = seed
  }

  /// Places within 0...10 both ways, with a little noise.
  func places() throws -> [PlanePoint] {
    let (count, part) = graph.parts()
    let places = count == 1 ? try Self.eigenvectors(graph, seed) : try joined(count, part)
    return scaled(noisy(places))
  }

  private static func eigenvectors(_ graph: FuzzyGraph, _ seed: UInt64) throws -> [PlanePoint] {
    var lanczos = Lanczos(graph, seed: seed)
    let found = try lanczos.eigenvectors(2)
    let zeros = [Double](repeating: 0, count: graph.count)
    let x = found.first ?? zeros, y = found.count > 1 ? found[1] : zeros
    return zip(x, y).map { PlanePoint(x: $0, y: $1) }
  }

  private func joined(_ count: Int, _ part: [Int]) throws -> [PlanePoint] {
    var members = [[Int]](repeating: [], count: count)
    for (vertex, number) in part.enumerated() { members[number].append(vertex) }
    let centres = try count > 4 ? spread(members) : Self.corners(count)
    var random = CounterGenerator(seed, 0x5747)
    var places = [PlanePoint](repeating: PlanePoint(x: 0, y: 0), count: part.count)
    for (number, vertices) in members.enumerated() {
      let room = Self.room(number, centres) / 2
      let inner = try layout(vertices, room, &random)
      for (vertex, place) in zip(vertices, inner) {
        places[vertex] = PlanePoint(x: centres[number].x + place.x, y: centres[number].y + place.y)
      }
    }
    return places
  }

  /// A part around the origin, within `room`: by eigenvectors, or at random where it is too small for them.
  private func layout(_ vertices: [Int], _ room: Double, _ random: inout CounterGenerator) throws -> [PlanePoint] {
    if vertices.count < 4 {
      return vertices.map { _ in PlanePoint(x: (2 * random.unit() - 1) * room, y: (2 * random.unit() - 1) * room) }
    }
    let places = try Self.eigenvectors(graph.restricted(to: vertices), seed)
    let largest = places.reduce(0) { max($0, abs($1.x), abs($1.y)) }
    guard largest > 0 else { return places }
    return places.map { PlanePoint(x: $0.x * room / largest, y: $0.y * room / largest) }
  }

  /// Up to four places: the unit vectors and their opposites.
  private static func corners(_ count: Int) -> [PlanePoint] {
    let half = (count + 1) / 2
    let base = [PlanePoint(x: 1, y: 0), PlanePoint(x: 0, y: 1)].prefix(half)
    return Array((base + base.map { PlanePoint(x: -$0.x, y: -$0.y) }).prefix(count))
  }

  /// Places of more than four parts: the spectral layout of their centroids, joined by exp(-distance^2).
  private func spread(_ members: [[Int]]) throws -> [PlanePoint] {
    let centroids = Vectors(finite: members.flatMap(centroid), width: vectors.width)
    let rows = members.indices.map { left in
      members.indices.filter { $0 != left }.map { right in
        (column: Int32(right), weight: max(1e-300, exp(-centroids.squaredDistance(left, right))))
      }
    }
    let places = try Self.eigenvectors(FuzzyGraph(rows: rows), seed)
    let largest = places.reduce(1e-300) { max($0, abs($1.x), abs($1.y)) }
    return places.map { PlanePoint(x: $0.x / largest, y: $0.y / largest) }
  }

  private func centroid(_ vertices: [Int]) -> [Float] {
    var sums = [Double](repeating: 0, count: vectors.width)
    for vertex in vertices {
      for (column, value) in vectors[vertex].enumerated() { sums[column] += Double(value) }
    }
    return sums.map { Float($0 / Double(vertices.count)) }
  }

  /// The distance to the nearest other centre.
  private static func room(_ number: Int, _ centres: [PlanePoint]) -> Double {
    let distances = centres.map { hypot($0.x - centres[number].x, $0.y - centres[number].y) }.filter { $0 > 0 }
    return distances.min() ?? 1
  }

  /// The largest coordinate becomes 10; every one gets normal noise of deviation 1e-4.
  private func noisy(_ places: [PlanePoint]) -> [PlanePoint] {
    let largest = places.reduce(0) { max($0, abs($1.x), abs($1.y)) }
    let factor = largest > 0 ? 10 / largest : 0
    var random = CounterGenerator(seed, 0x4015E)
    return places.map { place in
      // Box and Muller (1958): a pair of normal numbers from a pair of even ones.
      let radius = 1e-4 * (-2 * log(1 - random.unit())).squareRoot(), angle = 2 * Double.pi * random.unit()
      return PlanePoint(x: place.x * factor + radius * cos(angle), y: place.y * factor + radius * sin(angle))
    }
  }

  private func scaled(_ places: [PlanePoint]) -> [PlanePoint] {
    let x = Self.range(places.map(\.x)), y = Self.range(places.map(\.y))
    return places.map { PlanePoint(x: 10 * ($0.x - x.low) / x.length, y: 10 * ($0.y - y.low) / y.length) }
  }

  private static func range(_ values: [Double]) -> (low: Double, length: Double) {
    let low = values.min() ?? 0, high = values.max() ?? 0
    return (low, high > low ? high - low : 1)
  }
}
