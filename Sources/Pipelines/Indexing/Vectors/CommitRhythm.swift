internal import Parallelism

/// When unfinished work is committed: so often that a kill loses little of what was done, so seldom that the commits cost little.
///
/// Before much is done it is committed when a twentieth has come to it, and at most twenty times a second; later every 25 seconds. Commits
/// take a twentieth of the time at most.
struct CommitRhythm {
  /// A kill loses no more.
  private static let most = 25.0
  private static let least = 0.05
  private static let share = 0.05

  private var last = Progress.now()
  /// Items at the last commit.
  private var committed: Int
  /// Seconds the last commit took.
  private var cost = 0.0

  /// - Parameter committed: items that were committed before.
  init(committed: Int) { self.committed = committed }

  /// True when so many items ask for a commit.
  func isDue(_ count: Int) -> Bool {
    let seconds = Progress.now() - last
    guard Self.share * seconds >= cost else { return false }
    return seconds >= Self.most || (seconds >= Self.least && Double(count - committed) >= Self.share * Double(committed))
  }

  /// To be told after each commit.
  /// - Parameter seconds: what the commit took.
  mutating func hasCommitted(_ count: Int, seconds: Double = 0) {
    cost = seconds
    committed = count
    last = Progress.now()
  }
}
