/// Measures of the retrieved documents as a set, without ranks.
enum SetMeasures {
  static let precision = MeasureFamily(
    name: "SetP", trecName: "set_P", takes: .nothing,
    explanation: "Precision of the retrieved set.",
    compute: { ratio($0.retrieved($1.level), $0.relevance.count) })

  static let relativePrecision = MeasureFamily(
    name: "SetRelP", trecName: "set_relative_P", takes: .nothing,
    explanation: "Precision of the retrieved set relative to the best possible for a set of its size.",
    compute: { ratio($0.retrieved($1.level), min($0.relevance.count, $0.relevantCount($1.level))) })

  static let recall = MeasureFamily(
    name: "SetR", trecName: "set_recall", takes: .nothing,
    explanation: "Recall of the retrieved set.",
    compute: { ratio($0.retrieved($1.level), $0.relevantCount($1.level)) })

  static let averagePrecision = MeasureFamily(
    name: "SetAP", trecName: "set_map", takes: .nothing,
    explanation: "Precision times recall of the retrieved set.",
    compute: { ranking, context in
      let found = Double(ranking.retrieved(context.level))
      let product = Double(ranking.relevance.count) * Double(ranking.relevantCount(context.level))
      return product == 0 ? 0 : found * found / product
    })

  static let harmonicMean = MeasureFamily(
    name: "SetF", trecName: "set_F", takes: .numbers([1]),
    explanation: "Weighted harmonic mean of the retrieved set's precision and recall.",
    compute: { ranking, context in
      let found = Double(ranking.retrieved(context.level))
      if found == 0 { return 0 }
      let precision = found / Double(ranking.relevance.count)
      let recall = found / Double(ranking.relevantCount(context.level))
      let weight = context.numbers[0]
      return (weight + 1) * precision * recall / (weight * precision + recall)
    })

  private static func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}
