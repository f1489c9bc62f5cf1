internal import Foundation

/// trec_eval's experimental G and binG: gains discounted by the nonrelevant documents met on the way.
enum CumulatedGain {
  static let binary = MeasureFamily(
    name: nil, trecName: "binG", takes: .nothing,
    explanation: "Gain over log2 of 2 plus the nonrelevant documents above, for two grades (experimental in trec_eval).",
    compute: binaryGain)

  static let graded = MeasureFamily(
    name: nil, trecName: "G", takes: .gains(persistence: nil),
    ignoresLevel: true,
    explanation: "Gain over log2 of 2 plus the cost so far, relative to all gains (experimental in trec_eval).",
    compute: gradedGain)

  /// As trec_eval's m_binG.c.
  private static func binaryGain(_ ranking: JudgedRanking, _ context: MeasureContext) -> Double {
    var sum = 0.0
    var found = 0
    for rank in ranking.relevance.indices where ranking.relevance[rank] >= context.level {
      found += 1
      sum += 1 / log2(Double(3 + rank - found))
    }
    return found == 0 ? 0 : sum / Double(ranking.relevantCount(context.level))
  }

  /// As trec_eval's m_G.c: each rank costs the ideal ranking's gain there, at least 1.
  private static func gradedGain(_ ranking: JudgedRanking, _ context: MeasureContext) -> Double {
    var gains = IdealGains(ranking, context.gains)
    var (value, actual, ideal, cost) = (0.0, 0.0, 0.0, 0.0)
    var rank = 0
    while rank < ranking.relevance.count || gains.current > 0 {
      if gains.current > 0 {
        gains.advance()
        ideal += max(0, gains.current)
      }
      if rank < ranking.relevance.count {
        let gain = gains.gain(ranking.relevance[rank])
        actual += gain
        cost += max(1, gains.current)
        if gain != 0 { value += gain / log2(2 + cost - actual) }
      }
      rank += 1
    }
    return ideal > 0 ? value / ideal : 0
  }
}
