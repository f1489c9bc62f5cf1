/// One over the rank of the first relevant document.
enum ReciprocalRank {
  static let family = MeasureFamily(
    name: "RR", aliases: ["MRR"], trecName: "recip_rank", takes: .cutoffs([], required: false),
    explanation: "Reciprocal rank of the first relevant document; 0 when there is none within the cut-off.",
    compute: value)

  static func value(_ ranking: JudgedRanking, _ context: MeasureContext) -> Double {
    let ranks = ranking.relevance.span
    for rank in 0..<min(context.cutoff, ranks.count) where ranks[rank] >= context.level { return 1 / Double(rank + 1) }
    return 0
  }
}
