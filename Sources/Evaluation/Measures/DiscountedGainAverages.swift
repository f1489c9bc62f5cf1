internal import Foundation

/// trec_eval's experimental averages of normalised discounted gain: at each relevant document, and where the ideal gain changes.
enum DiscountedGainAverages {
  static let atRelevant = MeasureFamily(
    name: nil, trecName: "ndcg_rel", takes: .gains(persistence: nil),
    ignoresLevel: true, explanation: "nDCG averaged over the ranks of relevant documents (experimental in trec_eval).",
    compute: averageAtRelevant)

  static let atChanges = MeasureFamily(
    name: nil, trecName: "Rndcg", takes: .gains(persistence: nil),
    explanation: "nDCG averaged over the ranks where the ideal gain changes (experimental in trec_eval).",
    compute: averageAtChanges)

  /// As trec_eval's m_ndcg_rel.c.
  private static func averageAtRelevant(_ ranking: JudgedRanking, _ context: MeasureContext) -> Double {
    var gains = IdealGains(ranking, context.gains)
    var (actual, ideal, sum) = (0.0, 0.0, 0.0)
    var (retrieved, relevant, rank) = (0, 0, 0)
    while rank < ranking.relevance.count || gains.current > 0 {
      let gain = rank < ranking.relevance.count ? gains.gain(ranking.relevance[rank]) : 0
      if gain != 0 { actual += gain / log2(Double(rank + 2)) }
      if gains.current > 0 {
        gains.advance()
        if gains.current > 0 {
          relevant += 1
          ideal += gains.current / log2(Double(rank + 2))
        }
      }
      if gain > 0 {
        sum += actual / ideal
        retrieved += 1
      }
      rank += 1
    }
    if relevant == 0 { return 0 }
    sum += Double(relevant - retrieved) * actual / ideal
    return sum > 0 ? sum / Double(relevant) : 0
  }

  /// As trec_eval's m_Rndcg.c.
  private static func averageAtChanges(_ ranking: JudgedRanking, _ context: MeasureContext) -> Double {
    if ranking.relevantCount(context.level) == 0 { return 0 }
    var gains = IdealGains(ranking, context.gains)
    var (actual, ideal, sum) = (0.0, 0.0, 0.0)
    var (changes, rank) = (0, 0)
    var before = gains.current
    let count = ranking.relevance.count
    while rank < count || gains.current > 0 {
      let stepping = gains.current > 0
      if stepping { gains.advance() }
      if stepping, before != gains.current {
        if ideal > 0 {
          sum += actual / ideal
          changes += 1
        }
        before = gains.current
      }
      let gain = rank < count ? gains.gain(ranking.relevance[rank]) : 0
      if gain != 0 { actual += gain / log2(Double(rank + 2)) }
      if gains.current > 0 { ideal += gains.current / log2(Double(rank + 2)) }
      // The end of a ranking that is longer than the ideal one counts once more, unless its last step was the ideal's last.
      if rank == count - 1, !stepping, ideal > 0 {
        sum += actual / ideal
        changes += 1
      }
      rank += 1
    }
    return changes == 0 ? 0 : sum / Double(changes)
  }
}
