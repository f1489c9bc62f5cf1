import Geometry
import TestSupport

/// The vectors of Goldens/make.py, bit for bit.
enum SeededVectors {
  /// Queries, then their passages: five clusters, later components smaller, a passage near its query.
  static func make(pairs: Int, width: Int, spread: Double, seed: UInt64) throws -> Vectors {
    var random = SeededGenerator(seed: seed)
    func unit() -> Double { Double(random.next() >> 11) * 0x1p-53 }
    let centres = (0..<5).map { _ in (0..<width).map { _ in (unit() - 0.5) * spread } }
    var queries: [Float] = [], passages: [Float] = []
    for row in 0..<pairs {
      for column in 0..<width {
        let scale = 4.0 / Double(4 + column)
        let value = centres[row % 5][column] + (unit() - 0.5) * scale
        queries.append(Float(value))
        passages.append(Float(value + (unit() - 0.5) * 0.4))
      }
    }
    return try Vectors(queries + passages, width: width)
  }

  /// 200 pairs whose graph of neighbours is one.
  static let near = Result { try make(pairs: 200, width: 24, spread: 1, seed: 7) }

  /// 100 pairs in clusters far apart: a graph of several parts.
  static let apart = Result { try make(pairs: 100, width: 12, spread: 40, seed: 8) }

  /// Normal-like numbers without structure.
  static func noise(_ count: Int, width: Int, seed: UInt64) throws -> Vectors {
    var random = SeededGenerator(seed: seed)
    return try Vectors((0..<count * width).map { _ in Float.random(in: -1...1, using: &random) }, width: width)
  }
}
