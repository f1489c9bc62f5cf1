/// Precision at rank R, the number of relevant documents, and at multiples of R.
enum RPrecision {
  static let family = MeasureFamily(
    name: "Rprec", aliases: ["RPrec"], trecName: "Rprec", takes: .nothing,
    explanation: "Precision at rank R, R being the number of relevant documents.",
    compute: { ranking, context in
      let relevant = ranking.relevantCount(context.level)
      return relevant == 0 ? 0 : Double(ranking.retrieved(context.level, depth: relevant)) / Double(relevant)
    })

  static let multiples = MeasureFamily(
    name: nil, trecName: "Rprec_mult", takes: .fractions([0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2]),
    explanation: "Precision at a multiple of R, R being the number of relevant documents.",
    compute: multiple)

  /// As trec_eval's m_Rprec_mult.c: the rank is the multiple plus 0.9, truncated; rank 0 gives 0.
  private static func multiple(_ ranking: JudgedRanking, _ context: MeasureContext) -> Double {
    let rank = wholeNumber(context.fraction * Double(ranking.relevantCount(context.level)) + 0.9)
    return rank < 1 ? 0 : Double(ranking.retrieved(context.level, depth: rank)) / Double(rank)
  }
}

/// A double truncated to an integer, clamped where C's cast would be undefined.
func wholeNumber(_ value: Double) -> Int {
  if value.isNaN { return 0 }
  return value >= 0x1p62 ? 1 << 62 : value <= -0x1p62 ? -(1 << 62) : Int(value)
}
