/// How near two vectors are; larger is nearer.
public enum Similarity: String, Sendable, CaseIterable {
  /// The cosine of their angle; vectors need not be normalised.
  case cosine
  /// The dot product.
  case dot
  /// Minus the Euclidean distance.
  case negativeEuclidean

  /// Lengths below this one count as it, as `torch.nn.functional.normalize` has it.
  static let smallestLength = 1e-12

  /// Of two vectors of one length.
  func score(_ left: [Double], _ right: [Double]) -> Double {
    switch self {
    case .cosine: dot(left, right) / (length(left) * length(right))
    case .dot: dot(left, right)
    case .negativeEuclidean: -distance(left, right)
    }
  }

  /// Adds `weight` times the derivatives of their score.
  func addGradient(
    _ left: [Double], _ right: [Double], weight: Double, toLeft: inout [Double], toRight: inout [Double]
  ) {
    let (across, own) = factors(left, right, weight: weight)
    for column in left.indices {
      toLeft[column] += across * right[column] + own.left * left[column]
      toRight[column] += across * left[column] + own.right * right[column]
    }
  }

  /// The derivative with respect to a vector is `across` times the other one plus `own` times itself.
  private func factors(
    _ left: [Double], _ right: [Double], weight: Double
  ) -> (across: Double, own: (left: Double, right: Double)) {
    switch self {
    case .cosine:
      let lengths = (left: length(left), right: length(right))
      let cosine = dot(left, right) / (lengths.left * lengths.right)
      return (
        weight / (lengths.left * lengths.right),
        (-weight * cosine / (lengths.left * lengths.left), -weight * cosine / (lengths.right * lengths.right))
      )
    case .dot: return (weight, (0, 0))
    case .negativeEuclidean:
      // Two equal vectors have no direction to part in.
      let distance = distance(left, right)
      let factor = distance == 0 ? 0 : weight / distance
      return (factor, (-factor, -factor))
    }
  }

  private func dot(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }

  private func length(_ vector: [Double]) -> Double { max(dot(vector, vector).squareRoot(), Self.smallestLength) }

  private func distance(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }
}
