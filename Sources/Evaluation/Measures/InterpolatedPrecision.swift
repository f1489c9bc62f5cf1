/// The best precision at any rank where at least a given recall is reached.
enum InterpolatedPrecision {
  static let levels = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]

  static let family = MeasureFamily(
    name: "IPrec", trecName: "iprec_at_recall", takes: .fractions(levels),
    explanation: "Interpolated precision: the best precision at any rank whose recall is at least the given one.",
    compute: { value($0, $1.fraction, $1) })

  static let elevenPoints = MeasureFamily(
    name: nil, trecName: "11pt_avg", takes: .numbers(levels),
    explanation: "Interpolated precision averaged over eleven recall levels (or those given).",
    compute: { ranking, context in
      var sum = 0.0
      // trec_eval adds the highest recall level first.
      for recall in context.numbers.sorted(by: >) { sum += value(ranking, recall, context) }
      return sum / Double(context.numbers.count)
    })

  /// As trec_eval's m_iprec_at_recall.c: the best precision at the ranks of the c-th and later relevant documents, c being the
  /// recall in documents. Precision falls between relevant documents, so no other rank can be best.
  private static func value(_ ranking: JudgedRanking, _ recall: Double, _ context: MeasureContext) -> Double {
    let documents = recall * Double(ranking.relevantCount(context.level))
    let cut = wholeNumber(context.truncatesRecall ? documents + 0.9 : documents.rounded())
    let ranks = ranking.relevance.span
    var best = 0.0
    var found = 0
    for rank in 0..<ranks.count where ranks[rank] >= context.level {
      found &+= 1
      if found >= cut { best = max(best, Double(found) / Double(rank + 1)) }
    }
    return best
  }
}
