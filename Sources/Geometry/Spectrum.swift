internal import Glibc

/// How evenly variance is spread over the principal directions.
public struct Spectrum: Sendable, Equatable {
  /// Variances, descending.
  public let variances: [Double]

  /// Of principal components' variances, none negative.
  public init(variances: [Double]) { self.variances = variances }

  private var total: Double { variances.reduce(0, +) }

  /// The share of all variance that the first `count` components hold; 0 where there is no variance.
  public func share(ofFirst count: Int) -> Double { total > 0 ? variances.prefix(count).reduce(0, +) / total : 0 }

  /// e to the entropy of the shares: how many directions are in use, between 1 and the dimension (Roy and Vetterli, EUSIPCO 2007, on the
  /// eigenvalues of the covariance).
  public var effectiveRank: Double {
    let total = total
    guard total > 0 else { return 0 }
    return exp(variances.reduce(0) { $1 > 0 ? $0 - $1 / total * log($1 / total) : $0 })
  }

  /// (sum of variances)^2 / sum of their squares: the same question, weighing large directions more.
  public var participationRatio: Double {
    let squares = variances.reduce(0) { $0 + $1 * $1 }
    return squares > 0 ? total * total / squares : 0
  }

  /// IsoScore, from 0 (one direction) to 1 (all directions alike): Rudman, Gillman, Rayne and Eickhoff, Findings of ACL 2022, algorithm 1.
  /// 0 where there is no variance, 1 for a single dimension.
  public var isoScore: Double {
    let n = Double(variances.count), length = variances.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else { return 0 }
    guard variances.count > 1 else { return 1 }
    let squares = variances.reduce(0) { sum, value in
      let difference = n.squareRoot() * value / length - 1
      return sum + difference * difference
    }
    let room = n - n.squareRoot()
    let defect = squares / (2 * room)
    let share = (n - defect * room) * (n - defect * room) / (n * n)
    return (n * share - 1) / (n - 1)
  }
}
