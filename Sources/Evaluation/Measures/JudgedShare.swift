/// How many of the first k documents have a judgement.
enum JudgedShare {
  static let family = MeasureFamily(
    name: "Judged", trecName: nil, takes: .cutoffs([], required: false),
    ignoresLevel: true,
    explanation: "The share of the first k documents (of those retrieved) that have a judgement of whatever grade.",
    compute: { ranking, context in
      let depth = min(context.cutoff, ranking.relevance.count)
      let unjudged = ranking.relevance[..<depth].count { $0 == JudgedRanking.notInPool }
      return depth == 0 ? 0 : Double(depth - unjudged) / Double(depth)
    })

  static let unjudged = MeasureFamily(
    name: nil, trecName: "unj", takes: .cutoffs([5, 10, 20], required: true),
    ignoresLevel: true, explanation: "Documents without a judgement (or with a negative one) among the first k, divided by k.",
    compute: { ranking, context in
      let depth = min(context.cutoff, ranking.relevance.count)
      return Double(ranking.relevance[..<depth].count { $0 < 0 }) / Double(context.cutoff)
    })
}
