/// Counts of topics and documents, summed over topics, and texts about a run.
enum Counts {
  static let runTag = MeasureFamily(
    name: nil, trecName: "runid", takes: .nothing, summary: .tag,
    ignoresLevel: true, explanation: "The run's tag, from the last column of its last row.", compute: { _, _ in 0 })

  static let topics = MeasureFamily(
    name: "NumQ", trecName: "num_q", takes: .nothing, summary: .topics,
    ignoresLevel: true, explanation: "Topics averaged over.", compute: { _, _ in 1 })

  static let retrieved = MeasureFamily(
    name: "NumRet", trecName: "num_ret", takes: .nothing, summary: .sum,
    ignoresLevel: true, explanation: "Documents retrieved.", compute: { ranking, _ in Double(ranking.relevance.count) })

  static let relevant = MeasureFamily(
    name: "NumRel", trecName: "num_rel", takes: .nothing, summary: .relevantSum,
    explanation: "Relevant documents in the judgements (under -c all with a grade above 0, as trec_eval counts).",
    compute: { Double($0.relevantCount($1.level)) })

  static let relevantRetrieved = MeasureFamily(
    name: "NumRelRet", trecName: "num_rel_ret", takes: .nothing, summary: .sum,
    explanation: "Relevant documents retrieved.", compute: { Double($0.retrieved($1.level)) })

  static let nonrelevantRetrieved = MeasureFamily(
    name: nil, trecName: "num_nonrel_judged_ret", takes: .nothing, summary: .sum,
    explanation: "Documents retrieved that are judged nonrelevant.",
    compute: { ranking, context in Double(ranking.relevance.count { $0 >= 0 && $0 < context.level }) })

  static let relevanceString = MeasureFamily(
    name: nil, trecName: "relstring", takes: .numbers([10]), summary: .text,
    ignoresLevel: true,
    explanation:
      "Grades of the first documents, one character each: '-' not in the pool, '.' pooled but not judged, '>' above 9.",
    compute: { _, _ in 0 })

  /// The characters of `relstring`.
  static func relevanceText(_ ranking: JudgedRanking, _ count: Double) -> String {
    let characters = ranking.relevance.prefix(max(0, wholeNumber(count))).map { grade in
      switch grade {
      case JudgedRanking.notInPool: "-"
      case JudgedRanking.notJudged: "."
      case 0...9: String(grade)
      default: ">"
      }
    }
    return "'" + characters.joined() + "'"
  }
}
