import Bytes
import Geometry
import TestSupport
import Testing

private func expectGraph(_ graph: FuzzyGraph, equals golden: JSONValue) throws {
  // umap-learn ends its bisections within 1e-5, in float, and has set to zero the edges of less than one draw in 500 epochs.
  #expect(graph.weights.count == golden["edges"]?.int)
  let sum = try #require(golden["sum"]?.double)
  #expect(abs(graph.weights.reduce(0, +) - sum) < 1e-4 * sum)
  var mine: [[Int]: Double] = [:]
  for row in 0..<graph.count {
    for place in graph.starts[row]..<graph.starts[row + 1] { mine[[row, Int(graph.columns[place])]] = graph.weights[place] }
  }
  for edge in try #require(golden["first"]?.array) {
    let fields = try #require(edge.array)
    let key = try [#require(fields[0].int), #require(fields[1].int)], weight = try #require(fields[2].double)
    let found = mine[key] ?? -1
    #expect(weight == 0 ? (0..<0.002).contains(found) : abs(found - weight) < 1e-4, "\(key): \(found), umap-learn \(weight)")
  }
}

@Test func `the fuzzy graph equals umap-learn's`() throws {
  let golden = try GeometryGoldens()
  try expectGraph(try UMAP().graph(of: SeededVectors.near.get(), workers()), equals: #require(golden.json["graph"]))
  let apart = try UMAP().graph(of: SeededVectors.apart.get(), workers())
  try expectGraph(apart, equals: #require(golden.json["apart"]?["graph"]))
  #expect(apart.parts().count > 1)
}

@Test func `the layout's curve equals umap-learn's`() throws {
  let curve = LayoutCurve(minimumDistance: 0.1), golden = try GeometryGoldens().array("curve").compactMap(\.double)
  #expect(abs(curve.a - golden[0]) < 1e-5 && abs(curve.b - golden[1]) < 1e-5, "\(curve), \(golden)")
}

@Test func `trustworthiness equals scikit-learn's`() throws {
  let golden = try GeometryGoldens(), vectors = try SeededVectors.near.get()
  let cut = (0..<vectors.count).map { row in
    PlanePoint(x: Double(vectors[row][row * 24]), y: Double(vectors[row][row * 24 + 1]))
  }
  for k in [5, 15] {
    let found = try trustworthiness(of: cut, for: vectors, neighbors: k, workers())
    #expect(abs(found - (try golden.value("cut", ByteString("\(k)")))) < 1e-5)
  }
}

@Test func `pictures are as trustworthy as umap-learn's`() throws {
  let golden = try GeometryGoldens()
  let near = try SeededVectors.near.get(), apart = try SeededVectors.apart.get()
  let picture = try UMAP().layout(of: near, workers()), parts = try UMAP().layout(of: apart, workers())
  for k in [5, 15] {
    let one = try trustworthiness(of: picture, for: near, neighbors: k, workers())
    #expect(abs(one - (try golden.value("trustworthiness", ByteString("\(k)")))) < 0.02, "\(k): \(one)")
    let other = try trustworthiness(of: parts, for: apart, neighbors: k, workers())
    #expect(abs(other - (try golden.value("apart", "trustworthiness", ByteString("\(k)")))) < 0.02, "\(k), apart: \(other)")
  }
}

@Test func `clusters far apart stay apart on the picture`() throws {
  let apart = try SeededVectors.apart.get()
  let picture = try UMAP().layout(of: apart, workers())
  for row in 0..<apart.count {
    let nearest = (0..<apart.count).filter { $0 != row }.min { left, right in
      func square(_ other: Int) -> Double {
        let x = picture[other].x - picture[row].x, y = picture[other].y - picture[row].y
        return x * x + y * y
      }
      return square(left) < square(right)
    }
    // Rows are in clusters by their number modulo five, in both halves.
    #expect(try #require(nearest) % 5 == row % 5)
  }
}

@Test func `a picture is the same for any threads, and another for another seed`() throws {
  let vectors = try SeededVectors.noise(90, width: 10, seed: 2)
  let one = try UMAP().layout(of: vectors, workers(1))
  #expect(try UMAP().layout(of: vectors, workers(4)) == one)
  var other = UMAP()
  other.seed = 43
  #expect(try other.layout(of: vectors, workers(1)) != one)
}

@Test func `odd vectors have pictures too`() throws {
  var few = UMAP()
  few.epochs = 20
  let alike = try Vectors([Float](repeating: 1, count: 40 * 4), width: 4)
  let pairs = try Vectors((0..<40).flatMap { [Float($0 / 2 * 1000), 0] }, width: 2)
  let line = try Vectors((0..<16).map { Float($0) }, width: 1)
  let huge = try Vectors((0..<30).map { Float($0) * 1e37 }, width: 1)
  for vectors in [alike, pairs, line, huge] {
    let picture = try few.layout(of: vectors, workers())
    #expect(picture.count == vectors.count && picture.allSatisfy { $0.x.isFinite && $0.y.isFinite })
  }
}

@Test(.enabled(if: ProcessEnvironment.vectors != nil, "needs WINNOW_VECTORS, a .npy file of float32 rows"))
func `trustworthiness of vectors given, to compare with make.py's`() throws {
  let vectors = try NumPyRows.read(try #require(ProcessEnvironment.vectors))
  let picture = try UMAP().layout(of: vectors, workers())
  for k in [5, 15] { print("trustworthiness", k, try trustworthiness(of: picture, for: vectors, neighbors: k, workers())) }
}
