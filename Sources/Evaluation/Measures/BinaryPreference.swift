/// How rarely judged nonrelevant documents come before judged relevant ones; documents without a judgement are passed over.
enum BinaryPreference {
  static let family = MeasureFamily(
    name: "Bpref", aliases: ["BPref"], trecName: "bpref", takes: .nothing,
    explanation: "Binary preference: the share of judged nonrelevant documents ranked below each relevant one.",
    compute: value)

  /// As trec_eval's m_bpref.c: at most R nonrelevant documents count, of min(N, R); a negative judgement is passed over.
  static func value(_ ranking: JudgedRanking, _ context: MeasureContext) -> Double {
    let relevant = ranking.relevantCount(context.level)
    let nonrelevant = ranking.nonrelevantCount(context.level)
    if relevant == 0 { return 0 }
    var above = 0
    var sum = 0.0
    let ranks = ranking.relevance.span
    for rank in 0..<ranks.count where ranks[rank] >= 0 {
      if ranks[rank] < context.level {
        above &+= 1
      } else {
        sum += above > 0 ? 1 - Double(min(above, relevant)) / Double(min(nonrelevant, relevant)) : 1
      }
    }
    return sum / Double(relevant)
  }
}
