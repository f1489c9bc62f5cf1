/// The gains of a topic's judged documents, best first, and of single grades.
struct IdealGains {
  private var rows: [(grade: Int32, gain: Double, count: Int)]
  private var row: Int
  private var taken = 0

  /// Gain of the document now in hand of the ideal ranking; 0 or less when none with a gain is left.
  private(set) var current: Double

  init(_ ranking: JudgedRanking, _ gains: [GradeGain]) {
    rows = gains.map { (grade: $0.grade, gain: $0.gain, count: 0) }
    for level in ranking.levels {
      if let given = rows.firstIndex(where: { $0.grade == level.grade }) {
        rows[given].count = level.count
      } else {
        rows.append((grade: level.grade, gain: Double(level.grade), count: level.count))
      }
    }
    rows.sort { $0.gain < $1.gain }
    row = rows.count - 1
    current = rows.last?.gain ?? 0
  }

  /// Moves to the next document of the ideal ranking, the first when none was taken yet.
  mutating func advance() {
    taken += 1
    while row >= 0, taken > rows[row].count {
      taken = 1
      row -= 1
      current = row >= 0 ? rows[row].gain : 0
    }
  }

  /// Gain of a ranked document's grade; documents without a judgement have none unless their mark was given one.
  func gain(_ grade: Int32) -> Double {
    for row in rows where row.grade == grade { return row.gain }
    return 0
  }

  /// Moves all gains into 0...1 when some lie outside, as rank-biased precision needs them.
  mutating func normalise() {
    let low = rows.reduce(0) { min($0, $1.gain) }
    let high = rows.reduce(0) { max($0, $1.gain) }
    if low >= 0 && high <= 1 { return }
    for index in rows.indices { rows[index].gain = (rows[index].gain - low) / (high - low) }
  }
}
