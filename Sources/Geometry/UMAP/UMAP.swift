/// A picture of vectors on a plane that keeps neighbours together: UMAP (McInnes, Healy and Melville, 2018), as umap-learn 0.5 computes it
/// with its defaults (Euclidean distance, two dimensions, local connectivity 1, spectral start).
///
/// Neighbours are exact, and the layout is optimised on one thread: the picture depends on vectors, settings and seed. Random numbers are our
/// own, so that it is as good as umap-learn's and never the same.
public struct UMAP: Sendable {
  /// Neighbours of a vector, itself counted.
  public var neighbors = 15
  /// How near points may come to each other.
  public var minimumDistance = 0.1
  /// Rounds of the optimisation; nil: 500 up to 10,000 vectors, else 200.
  public var epochs: Int?
  /// Points pushed apart for each pair drawn together.
  public var negativeSamples = 5
  /// Draws the noise at the start and the negative samples.
  public var seed: UInt64 = 42

  /// Fewest vectors that a picture is made of.
  public static let leastVectors = 16

  /// umap-learn's defaults.
  public init() {}

  /// A place for every vector.
  /// - Throws: `GeometryError.tooFew` below 16 vectors, or below one more than `neighbors`.
  public func layout(of vectors: Vectors, _ workers: Workers) throws -> [PlanePoint] {
    try vectors.require(max(Self.leastVectors, neighbors + 1), for: "UMAP")
    let epochs = max(1, epochs ?? (vectors.count <= 10_000 ? 500 : 200))
    let graph = try graph(of: vectors, workers).withoutWeak(epochs: epochs)
    let start = try SpectralStart(graph, vectors, seed: seed).places()
    var optimization = LayoutOptimization(
      graph, start: start, curve: LayoutCurve(minimumDistance: minimumDistance), epochs: epochs, seed: seed)
    optimization.negativeSamples = Double(negativeSamples)
    return optimization.run()
  }

  /// The fuzzy simplicial set.
  package func graph(of vectors: Vectors, _ workers: Workers) throws -> FuzzyGraph {
    FuzzyGraph(try NearestNeighbors(of: vectors, count: neighbors - 1, workers))
  }
}
