internal import Geometry
internal import Tensors

/// What the analysis found of one model.
struct AnalyzedModel {
  /// What tables and pictures call it.
  let name: String
  /// Floats of a vector.
  let dimension: Int
  let geometry: EmbeddingGeometry
  let pictures: [EmbeddingPicture]
}

/// Queries and passages on a plane.
struct EmbeddingPicture {
  /// "PCA" or "UMAP".
  let method: String
  let queries: [PlanePoint]
  let passages: [PlanePoint]
  /// Over 15 neighbours.
  let trustworthiness: Double

  static let neighbors = 15

  /// A picture of the vectors as the model gives them, the first `queries` of which are queries.
  init(_ method: PictureMethod, of vectors: Vectors, queries count: Int, seed: UInt64, _ workers: Workers) throws {
    self.method = method.name
    let places = try method.layout(of: vectors, seed: seed, workers)
    queries = Array(places.prefix(count))
    passages = Array(places.dropFirst(count))
    trustworthiness = try Geometry.trustworthiness(of: places, for: vectors, neighbors: Self.neighbors, workers)
  }
}

/// Ways from vectors to a plane.
enum PictureMethod: CaseIterable {
  case pca, umap

  var name: String {
    switch self {
    case .pca: "PCA"
    case .umap: "UMAP"
    }
  }

  func layout(of vectors: Vectors, seed: UInt64, _ workers: Workers) throws -> [PlanePoint] {
    switch self {
    case .pca: return try PrincipalComponents(vectors, workers).projection(of: vectors)
    case .umap:
      var umap = UMAP()
      umap.seed = seed
      return try umap.layout(of: vectors, workers)
    }
  }
}
