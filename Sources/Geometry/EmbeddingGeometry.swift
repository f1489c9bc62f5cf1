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
  /// Local dimensions of the queries. Queries and passages together would not do: a text's nearest neighbour is then its own pair.
  public let queryDimension: IntrinsicDimension
  /// Local dimensions of the passages.
  public let passageDimension: IntrinsicDimension
  /// Mean length of the vectors before they were normalised.
  public let meanLength: Double

  /// Measures pairs: row i of the passages is the positive of row i of the queries.
  /// - Throws: `GeometryError.tooFew` below 22 pairs.
  public init(queries: Vectors, passages: Vectors, seed: UInt64, _ workers: Workers) throws {
    let all = queries.followed(by: passages), unit = all.normalized
    alignment = try Geometry.alignment(queries, passages)
    queryUniformity = try Geometry.uniformity(queries, workers)
    passageUniformity = try Geometry.uniformity(passages, workers)
    uniformity = try Geometry.uniformity(all, workers)
    cosines = try PairCosines(all, seed: seed)
    partition = try partitionIsotropy(all, workers)
    spectrum = Spectrum(variances: try PrincipalComponents(unit, workers).variances)
    queryDimension = try IntrinsicDimension(queries, workers)
    passageDimension = try IntrinsicDimension(passages, workers)
    meanLength = (0..<all.count).reduce(0) { $0 + all.squaredLength($1).squareRoot() } / Double(all.count)
  }
}
