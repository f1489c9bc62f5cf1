internal import Foundation

/// The best precision at any rank where at least a given recall is reached.
enum InterpolatedPrecision {
  static let levels = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]

  static let family = MeasureFamily(
    name: "IPrec", trecName: "iprec_at_recall", takes: .fractions(levels),
    explanation: "Interpolated precision: the best precision at any rank whose recall is at least the given one.",
    compute: { values($0, [$1.fraction], $1)[0] })

  static let elevenPoints = MeasureFamily(
    name: nil, trecName: "11pt_avg", takes: .numbers(levels),
    explanation: "Interpolated precision averaged over eleven recall levels (or those given).",
    compute: { ranking, context in
      var sum = 0.0
      // trec_eval adds the highest recall level first.
      for value in values(ranking, context.numbers.sorted(), context).reversed() { sum += value }
      return sum / Double(context.numbers.count)
    })

  /// As trec_eval's m_iprec_at_recall.c, for ascending recall levels.
  static func values(_ ranking: JudgedRanking, _ recalls: [Double], _ context: MeasureContext) -> [Double] {
    let relevant = Double(ranking.relevantCount(context.level))
    let cuts = recalls.map { wholeNumber(context.truncatesRecall ? $0 * relevant + 0.9 : ($0 * relevant).rounded()) }
    var found = ranking.retrieved(context.level)
    var result = [Double](repeating: 0, count: cuts.count)
    var cut = cuts.count - 1
    while cut >= 0, cuts[cut] > found { cut -= 1 }
    var rank = ranking.relevance.count
    if rank == 0 { return result }
    var best = Double(found) / Double(rank)
    while rank > 0, found > 0 {
      best = max(best, Double(found) / Double(rank))
      if ranking.relevance[rank - 1] >= context.level {
        while cut >= 0, cuts[cut] == found {
          result[cut] = best
          cut -= 1
        }
        found -= 1
      }
      rank -= 1
    }
    while cut >= 0 {
      result[cut] = best
      cut -= 1
    }
    return result
  }
}
