/// Principal components: directions of largest variance, by the eigenvectors of the covariance in double.
public struct PrincipalComponents: Sendable {
  /// The mean vector.
  public let mean: [Double]
  /// Variances along the components (divided by n - 1), descending; tiny negative roundings are zero.
  public let variances: [Double]
  /// Unit vectors, one a row; the largest component of each (the first of them) is positive.
  public let components: [Double]
  /// Floats of a vector.
  public let width: Int

  /// Analyses vectors as they are; normalise them before where directions alone count.
  /// - Throws: `GeometryError.tooFew` below two vectors.
  public init(_ vectors: Vectors, _ workers: Workers) throws {
    try vectors.require(2, for: "principal components")
    let mean = PrincipalComponents.mean(of: vectors), width = vectors.width
    var centred = [Double](repeating: 0, count: vectors.values.count)
    for place in centred.indices { centred[place] = Double(vectors.values[place]) - mean[place % width] }
    let moments = try SecondMoments.of(centred, count: vectors.count, width: width, threads: workers.threads)
    let eigen = try SymmetricEigen(
      moments.map { $0 / Double(vectors.count - 1) }, size: width, analysis: "principal components")
    self.mean = mean
    self.width = width
    variances = eigen.values.map { max(0, $0) }
    components = eigen.vectors
  }

  /// Where vectors lie along the first two components (the second is 0 where there is but one).
  public func projection(of vectors: Vectors) -> [PlanePoint] {
    precondition(vectors.width == width)
    return (0..<vectors.count).map { row in
      PlanePoint(x: coordinate(vectors[row], 0), y: width > 1 ? coordinate(vectors[row], 1) : 0)
    }
  }

  private func coordinate(_ vector: ArraySlice<Float>, _ component: Int) -> Double {
    var sum = 0.0
    for (column, value) in vector.enumerated() { sum += (Double(value) - mean[column]) * components[component * width + column] }
    return sum
  }

  private static func mean(of vectors: Vectors) -> [Double] {
    var sums = [Double](repeating: 0, count: vectors.width)
    for row in 0..<vectors.count {
      for (column, value) in vectors[row].enumerated() { sums[column] += Double(value) }
    }
    return sums.map { $0 / Double(vectors.count) }
  }
}

/// A place on a plane.
public struct PlanePoint: Sendable, Equatable {
  /// To the right.
  public var x: Double
  /// Upwards.
  public var y: Double

  /// A place.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}
