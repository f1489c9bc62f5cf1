/// Average precision estimated from a sampled pool, where negative judgements mean pooled but not judged (Yilmaz and Aslam, 2006).
enum InferredAveragePrecision {
  static let family = MeasureFamily(
    name: "infAP", trecName: "infAP", takes: .nothing,
    explanation:
      "Inferred average precision: average precision estimated from a sampled pool (negative grade: pooled, not judged).",
    compute: value)

  /// As trec_eval's m_infap.c.
  private static func value(_ ranking: JudgedRanking, _ context: MeasureContext) -> Double {
    let relevant = ranking.relevantCount(context.level)
    if relevant == 0 { return 0 }
    let epsilon = 0.00001
    var (nonrelevant, found, unjudged) = (0, 0, 0)
    var sum = 0.0
    for (rank, grade) in ranking.relevance.enumerated() {
      if grade == JudgedRanking.notInPool { continue }
      if grade == JudgedRanking.notJudged {
        unjudged += 1
      } else if grade < context.level {
        nonrelevant += 1
      } else {
        let above = Double(rank)
        let pooled = Double(found + nonrelevant + unjudged) / above
        let precision = (Double(found) + epsilon) / (Double(found + nonrelevant) + 2 * epsilon)
        sum += rank == 0 ? 1 : 1 / (above + 1) + (above / (above + 1)) * pooled * precision
        found += 1
      }
    }
    return sum / Double(relevant)
  }
}
