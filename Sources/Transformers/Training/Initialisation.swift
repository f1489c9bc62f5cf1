internal import Foundation

/// How weights that a checkpoint lacks begin.
enum Initialisation: Sendable {
  case zeros
  case ones
  case normal(deviation: Double)
  /// Normal, drawn again beyond so many deviations.
  case truncatedNormal(deviation: Double, cutoff: Double)
  case uniform(bound: Double)

  func floats(count: Int, from generator: PlacedRandom) -> [Float] {
    switch self {
    case .zeros: [Float](repeating: 0, count: count)
    case .ones: [Float](repeating: 1, count: count)
    case .normal(let deviation): (0..<count).map { Float(deviation * generator.normal($0)) }
    case .truncatedNormal(let deviation, let cutoff):
      (0..<count).map { Float(deviation * generator.normal($0, within: cutoff)) }
    case .uniform(let bound): (0..<count).map { Float(bound * (2 * generator.uniform($0) - 1)) }
    }
  }
}
