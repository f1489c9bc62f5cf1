/// Precision at k relative to the best possible.
enum RelativePrecision {
  static let family = MeasureFamily(
    name: nil, trecName: "relative_P", takes: .cutoffs(MeasureFamily.ranks, required: true),
    explanation: "Precision at k divided by the best precision possible at k.",
    compute: { ranking, context in
      let relevant = ranking.relevantCount(context.level)
      if relevant == 0 { return 0 }
      return Double(ranking.retrieved(context.level, depth: context.cutoff)) / Double(min(context.cutoff, relevant))
    })
}
