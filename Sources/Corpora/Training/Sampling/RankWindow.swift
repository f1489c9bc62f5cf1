/// Ranks from 1, both ends included: "50-200".
public struct RankWindow: Equatable, Sendable, CustomStringConvertible {
  /// First and last rank.
  public let ranks: ClosedRange<Int>

  /// Ranks. Precondition: the first is at least 1.
  public init(_ ranks: ClosedRange<Int>) {
    precondition(ranks.lowerBound >= 1)
    self.ranks = ranks
  }

  /// Reads "50-200", or "7" for one rank.
  /// - Throws: `TrainingDataError.badSetting`.
  public init(parsing text: String) throws(TrainingDataError) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(parts.count), let first = parts[0], let last = parts[parts.count - 1], first >= 1, last >= first,
      last <= Self.limit
    else {
      throw .badSetting(name: "the window of ranks", found: "\"\(text)\"", expected: "first and last rank from 1, such as 50-200")
    }
    ranks = first...last
  }

  /// Deepest rank.
  public static let limit = 1_000_000

  /// "50-200"
  public var description: String {
    ranks.lowerBound == ranks.upperBound ? "\(ranks.lowerBound)" : "\(ranks.lowerBound)-\(ranks.upperBound)"
  }

  /// The window's places, from 0, in a ranking of some length.
  public func places(of count: Int) -> Range<Int> {
    let start = min(ranks.lowerBound - 1, count)
    return start..<max(start, min(ranks.upperBound, count))
  }
}
