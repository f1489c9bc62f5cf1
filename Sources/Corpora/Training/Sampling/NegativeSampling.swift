public import Bytes
internal import Ranking

/// Which of a query's ranked passages are taken as negatives.
public struct NegativeSampling: Equatable, Sendable {
  /// How they are taken from the ranks that are allowed.
  public enum Choice: String, CaseIterable, Sendable {
    /// Drawn at random, each with the same chance, none twice.
    case random
    /// The first ones.
    case top
  }

  /// The ranks they are from. Ranks count all passages of the ranking, also those that may not be taken.
  public var window: RankWindow
  /// How many.
  public var count: Int
  /// How they are taken.
  public var choice: Choice

  /// By default one of ranks 50 to 200 at random, as in arXiv:2506.18535.
  public init(window: RankWindow = RankWindow(50...200), count: Int = 1, choice: Choice = .random) {
    self.window = window
    self.count = count
    self.choice = choice
  }

  /// The places, from 0 and ascending, of the passages taken from a ranking; fewer than `count` when no more are allowed.
  public func places(in length: Int, _ generator: inout CounterGenerator, allowing isAllowed: (Int) throws -> Bool) rethrows
    -> [Int]
  {
    let allowed = try window.places(of: length).filter(isAllowed)
    switch choice {
    case .top: return Array(allowed.prefix(count))
    case .random: return generator.draw(count, below: allowed.count).sorted().map { allowed[$0] }
    }
  }
}
