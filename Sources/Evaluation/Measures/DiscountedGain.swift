internal import Foundation

/// Discounted cumulative gain: gain over log2(rank + 1), with the grade as gain, relative to the ideal ranking.
enum DiscountedGain {
  static let normalised = MeasureFamily(
    name: "nDCG", aliases: ["NDCG"], trecName: "ndcg", cutName: "ndcg_cut", takes: .gains(persistence: nil),
    cutDefaults: MeasureFamily.ranks,
    ignoresLevel: true,
    explanation: "Normalised discounted cumulative gain: linear gains over log2(rank + 1), divided by the ideal ranking's.",
    compute: { ranking, context in
      let (actual, ideal) = sums(ranking, context)
      return ideal > 0 ? actual / ideal : 0
    })

  static let plain = MeasureFamily(
    name: nil, trecName: "dcg", takes: .gains(persistence: nil),
    ignoresLevel: true, explanation: "Discounted cumulative gain, not normalised.",
    compute: { sums($0, $1).actual })

  static let ideal = MeasureFamily(
    name: nil, trecName: "ideal_dcg", takes: .gains(persistence: nil),
    ignoresLevel: true, explanation: "Discounted cumulative gain of the ideal ranking of all judged documents.",
    compute: { sums($0, $1).ideal })

  /// Sums down to the cut-off, in the order of trec_eval's m_ndcg.c and m_ndcg_cut.c.
  static func sums(_ ranking: JudgedRanking, _ context: MeasureContext) -> (actual: Double, ideal: Double) {
    var gains = IdealGains(ranking, context.gains)
    var actual = 0.0
    // Unless an unusual gain was given, a grade of 0 and a missing judgement gain nothing.
    let lowest: Int32 = context.gains.isEmpty ? 1 : .min
    let ranks = ranking.relevance.span
    for rank in 0..<min(context.cutoff, ranks.count) where ranks[rank] >= lowest {
      let gain = context.gains.isEmpty ? Double(ranks[rank]) : gains.gain(ranks[rank])
      if gain != 0 { actual += gain / log2(Double(rank + 2)) }
    }
    var ideal = 0.0
    var rank = 0
    while rank < context.cutoff, gains.current > 0 {
      gains.advance()
      if gains.current > 0 { ideal += gains.current / log2(Double(rank + 2)) }
      rank += 1
    }
    return (actual, ideal)
  }
}
