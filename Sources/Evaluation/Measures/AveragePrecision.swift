/// Precision at the rank of each relevant document, summed and divided by the number of relevant documents.
enum AveragePrecision {
  static let family = MeasureFamily(
    name: "AP", aliases: ["MAP"], trecName: "map", cutName: "map_cut", takes: .cutoffs([], required: false),
    cutDefaults: MeasureFamily.ranks,
    explanation: "Average precision: precision at each relevant document's rank, averaged over all relevant documents.",
    compute: value)

  /// As trec_eval's m_map.c and m_map_cut.c.
  static func value(_ ranking: JudgedRanking, _ context: MeasureContext) -> Double {
    let relevant = ranking.relevantCount(context.level)
    if relevant == 0 { return 0 }
    var found = 0
    var sum = 0.0
    let ranks = ranking.relevance.span
    for rank in 0..<min(context.cutoff, ranks.count) where ranks[rank] >= context.level {
      found &+= 1
      sum += Double(found) / Double(rank + 1)
    }
    return sum / Double(relevant)
  }
}
