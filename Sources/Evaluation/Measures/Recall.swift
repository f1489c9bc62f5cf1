/// The share of all relevant documents found among the first k.
enum Recall {
  static let family = MeasureFamily(
    name: "R", aliases: ["Recall"], trecName: "recall", takes: .cutoffs(MeasureFamily.ranks, required: true),
    explanation: "Recall at k: the share of all relevant documents found among the first k.",
    compute: { ranking, context in
      let relevant = ranking.relevantCount(context.level)
      return relevant == 0 ? 0 : Double(ranking.retrieved(context.level, depth: context.cutoff)) / Double(relevant)
    })
}
