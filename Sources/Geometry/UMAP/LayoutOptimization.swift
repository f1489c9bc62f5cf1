internal import Bytes
internal import Glibc

/// Stochastic gradient descent on the cross-entropy of the graph and the picture (umap-learn's optimize_layout_euclidean): every edge is drawn
/// together as often as its weight says, and points drawn at random are pushed away. One thread, in the order of the edges.
struct LayoutOptimization {
  var negativeSamples = 5.0
  private let graph: FuzzyGraph
  private let heads: [Int32]
  /// Epochs from one draw of an edge to the next.
  private let intervals: [Double]
  private let curve: LayoutCurve
  private let epochs: Int
  private var places: [Double]
  private var random: CounterGenerator

  init(_ graph: FuzzyGraph, start: [PlanePoint], curve: LayoutCurve, epochs: Int, seed: UInt64) {
    self.graph = graph
    self.curve = curve
    self.epochs = epochs
    let largest = graph.weights.max() ?? 1
    intervals = graph.weights.map { largest / $0 }
    heads = (0..<graph.count).flatMap { row in graph.row(row).map { _ in Int32(row) } }
    places = start.flatMap { [$0.x, $0.y] }
    random = CounterGenerator(seed, 0x5A3D)
  }

  mutating func run() -> [PlanePoint] {
    var next = intervals, nextNegative = intervals.map { $0 / negativeSamples }
    for epoch in 0..<epochs {
      // umap-learn sets the rate after an epoch from that epoch's number: the first two have the full one.
      let rate = 1 - Double(max(0, epoch - 1)) / Double(epochs)
      for edge in intervals.indices where next[edge] <= Double(epoch) {
        attract(Int(heads[edge]), Int(graph.columns[edge]), rate)
        next[edge] += intervals[edge]
        let interval = intervals[edge] / negativeSamples
        let count = Int((Double(epoch) - nextNegative[edge]) / interval)
        for _ in 0..<max(0, count) { repel(Int(heads[edge]), rate) }
        nextNegative[edge] += Double(count) * interval
      }
    }
    return stride(from: 0, to: places.count, by: 2).map { PlanePoint(x: places[$0], y: places[$0 + 1]) }
  }

  private mutating func attract(_ head: Int, _ tail: Int, _ rate: Double) {
    let (x, y) = difference(head, tail), square = x * x + y * y
    guard square > 0 else { return }
    let power = pow(square, curve.b)
    let factor = -2 * curve.a * curve.b * (power / square) / (curve.a * power + 1)
    let stepX = Self.clipped(factor * x) * rate, stepY = Self.clipped(factor * y) * rate
    places[2 * head] += stepX
    places[2 * head + 1] += stepY
    places[2 * tail] -= stepX
    places[2 * tail + 1] -= stepY
  }

  private mutating func repel(_ head: Int, _ rate: Double) {
    let other = random.below(graph.count)
    let (x, y) = difference(head, other), square = x * x + y * y
    guard square > 0 else { return }
    let factor = 2 * curve.b / ((0.001 + square) * (curve.a * pow(square, curve.b) + 1))
    places[2 * head] += Self.clipped(factor * x) * rate
    places[2 * head + 1] += Self.clipped(factor * y) * rate
  }

  private func difference(_ left: Int, _ right: Int) -> (x: Double, y: Double) {
    (places[2 * left] - places[2 * right], places[2 * left + 1] - places[2 * right + 1])
  }

  private static func clipped(_ value: Double) -> Double { max(-4, min(4, value)) }
}
