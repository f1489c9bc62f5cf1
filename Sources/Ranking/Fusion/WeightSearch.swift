/// Convex weights (none below 0, their sum 1) that make a value largest, found without chance.
///
/// Two runs: all 21 combinations in steps of 1/20. Three: all 66 in steps of 1/10. More: from the best of the even split and each run
/// alone, weight goes from one run to another, 8/20 at a time while any such move makes the value larger, then 4, 2 and 1, each time by the move
/// that gains most; at most 2,000 combinations are looked at.
public struct WeightSearch: Sendable {
  /// What was found.
  public struct Found: Equatable, Sendable {
    /// One weight a run.
    public var weights: [Double]
    /// The value at these weights.
    public var value: Double
    /// Combinations that were looked at.
    public var combinations: Int
  }

  /// How many runs are weighed; at least 2.
  public let runs: Int
  static let limit = 2000

  /// A search over the weights of so many runs.
  public init(runs: Int) { self.runs = max(2, runs) }

  /// Weights are multiples of one over this.
  private var parts: Int { runs == 3 ? 10 : 20 }

  /// The weights of the largest value. Of equal ones the first: all combinations come from the most weight for the first run down, then for
  /// the second, and so on; moves go from earlier runs first, to earlier runs first.
  public func best(_ value: ([Double]) throws -> Double) rethrows -> Found {
    var looked = 0
    func look(_ shares: [Int]) throws -> (shares: [Int], value: Double) {
      looked += 1
      return (shares, try value(shares.map { Double($0) / Double(parts) }))
    }
    var best = try look(starts[0])
    for shares in starts.dropFirst() {
      let other = try look(shares)
      if other.value > best.value { best = other }
    }
    if runs > 3 {
      for size in [8, 4, 2, 1] {
        while looked < WeightSearch.limit {
          let moved = try moves(from: best.shares, size).prefix(WeightSearch.limit - looked).map(look)
          guard let next = WeightSearch.first(of: moved), next.value > best.value else { break }
          best = next
        }
      }
    }
    return Found(weights: best.shares.map { Double($0) / Double(parts) }, value: best.value, combinations: looked)
  }

  private static func first(of looks: [(shares: [Int], value: Double)]) -> (shares: [Int], value: Double)? {
    looks.dropFirst().reduce(looks.first) { best, other in
      best.map { other.value > $0.value ? other : $0 }
    }
  }

  /// All combinations of two or three runs; of more the even split and each run alone.
  private var starts: [[Int]] {
    if runs <= 3 { return WeightSearch.combinations(of: parts, runs) }
    let even = (0..<runs).map { parts / runs + ($0 < parts % runs ? 1 : 0) }
    return [even] + (0..<runs).map { alone in (0..<runs).map { $0 == alone ? parts : 0 } }
  }

  private static func combinations(of parts: Int, _ runs: Int) -> [[Int]] {
    if runs == 1 { return [[parts]] }
    return (0...parts).reversed().flatMap { first in combinations(of: parts - first, runs - 1).map { [first] + $0 } }
  }

  /// The combinations that one move of so many parts, or of all there are, leads to.
  private func moves(from shares: [Int], _ size: Int) -> [[Int]] {
    (0..<runs).flatMap { giver in
      (0..<runs).compactMap { taker in
        let moved = min(size, shares[giver])
        if giver == taker || moved == 0 { return nil }
        var next = shares
        next[giver] -= moved
        next[taker] += moved
        return next
      }
    }
  }
}
