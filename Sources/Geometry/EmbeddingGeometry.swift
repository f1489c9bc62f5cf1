/// The geometry of a model's queries and their positive passages, in numbers: everything over normalised vectors.
public struct EmbeddingGeometry: Sendable {
  /// Mean squared distance of queries and their passages.
  public let alignment: Double
  /// Of all vectors together.
  public let uniformity: Double
  /// Of queries alone.
  public let queryUniformity: Double
  /// Of passages alone.
  public let passageUniformity: Double
  /// Cosines of pairs of all vectors.
  public let cosines: PairCosines
  /// Mu and Viswanath's ratio.
  public let partition: Double
  /// Variances along the principal directions.
  public let spectrum: Spectrum
  /// Local dimensions.
  public let dimension: IntrinsicDimension
  /// Mean length of the vectors before they were normalised.
  public let meanLength: Double

  /// Measures pairs: row i of the passages is the positive of row i of the queries.
  /// - Throws: `GeometryError.tooFew` below 22 vectors.
  public init(queries: Vectors, passages: Vectors, seed: UInt64, _ workers: Workers) throws {
    let all = queries.followed(by: passages), unit = all.normalized
    alignment = try Geometry.alignment(queries, passages)
    queryUniformity = try Geometry.uniformity(queries, workers)
    passageUniformity = try Geometry.uniformity(passages, workers)
    uniformity = try Geometry.uniformity(all, workers)
    cosines = try PairCosines(all, seed: seed)
    partition = try partitionIsotropy(all, workers)
    spectrum = Spectrum(variances: try PrincipalComponents(unit, workers).variances)
    dimension = try IntrinsicDimension(all, workers)
    meanLength = (0..<all.count).reduce(0) { $0 + all.squaredLength($1).squareRoot() } / Double(all.count)
  }
}
