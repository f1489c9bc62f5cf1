internal import Ranking

/// Keeps the rows whose upper bound reaches the `hits`-th largest lower bound seen so far.
struct BoundSelection {
  private var lowers: TopK
  private var rows: [(row: UInt32, upper: Float)] = []
  private let limit: Int
  private var isHopeless = false

  init(hits: Int, limit: Int) {
    lowers = TopK(capacity: hits)
    self.limit = limit
  }

  /// An upper bound below this is of no interest.
  var threshold: Float { isHopeless ? .infinity : lowers.threshold }

  /// Offers a row. Rows come in ascending order.
  mutating func offer(_ row: UInt32, upper: Float, lower: Float) {
    guard upper >= threshold else { return }
    lowers.offer(document: row, score: lower, tie: row)
    rows.append((row, upper))
    if rows.count > 2 * limit { shrink() }
  }

  private mutating func shrink() {
    let threshold = lowers.threshold
    rows.removeAll { $0.upper < threshold }
    if rows.count > limit { isHopeless = true }
  }

  /// The rows left; nil when they are too many.
  consuming func candidates() -> [UInt32]? {
    shrink()
    return isHopeless ? nil : rows.map(\.row)
  }
}
