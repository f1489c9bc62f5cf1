internal import Glibc

/// How many dimensions the vectors fill near each of them, by two estimators over exact neighbours of normalised vectors.
public struct IntrinsicDimension: Sendable, Equatable {
  /// TwoNN (Facco, d'Errico, Rodriguez and Laio, Scientific Reports 2017): a line through the origin fitted to log(r2 / r1) against
  /// -log(1 - F), without the tenth of largest ratios.
  public let twoNN: Double
  /// Maximum likelihood over 20 neighbours (Levina and Bickel, NIPS 2004), the vectors' inverse estimates averaged (MacKay and Ghahramani, 2005).
  public let maximumLikelihood: Double
  /// Vectors left out because another is equal to them.
  public let duplicates: Int

  /// Neighbours that the maximum likelihood takes.
  static let neighbors = 20

  /// - Throws: `GeometryError.tooFew` below 22 vectors.
  public init(_ vectors: Vectors, _ workers: Workers) throws {
    try vectors.require(Self.neighbors + 2, for: "intrinsic dimension")
    let found = try NearestNeighbors(of: vectors.normalized, count: Self.neighbors, workers)
    let rows = (0..<vectors.count).map { found.distances[$0 * Self.neighbors..<($0 + 1) * Self.neighbors] }
    let usable = rows.filter { ($0.first ?? 0) > 0 }
    duplicates = rows.count - usable.count
    twoNN = IntrinsicDimension.slope(usable.map { $0[$0.startIndex + 1] / $0[$0.startIndex] })
    maximumLikelihood = IntrinsicDimension.likelihood(usable)
  }

  private static func slope(_ ratios: [Double]) -> Double {
    let sorted = ratios.sorted(), count = Double(ratios.count)
    var products = 0.0, squares = 0.0
    for (place, ratio) in sorted.prefix(Int(0.9 * count)).enumerated() {
      let x = log(ratio)
      products += x * -log(1 - Double(place + 1) / count)
      squares += x * x
    }
    return squares > 0 ? products / squares : 0
  }

  private static func likelihood(_ rows: [ArraySlice<Double>]) -> Double {
    let inverses = rows.map { row in
      let farthest = row.last ?? 1
      return row.dropLast().reduce(0) { $0 + log(farthest / $1) } / Double(row.count - 1)
    }
    let sum = inverses.reduce(0, +)
    return sum > 0 ? Double(rows.count) / sum : 0
  }
}
