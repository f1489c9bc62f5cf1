package import Ranking

/// A measure that is asked again and again of rankings whose grades are known, as when weights are tuned: no ids, no tables.
///
/// Its values are those of `evaluate`, to the last bit.
package struct RepeatedMeasure: Sendable {
  private let measure: Measure
  private let context: MeasureContext

  /// A measure at relevance level 1 where its name says none. Refuses measures whose mean over topics says nothing, such as counts and texts.
  package init(parsing name: String) throws(EvaluationError) {
    measure = try Measure(parsing: name)
    guard measure.family.summary.isMean else {
      throw .badMeasure(name: name, problem: "is no mean over topics that could be made largest; take one such as nDCG@10")
    }
    context = measure.context(EvaluationOptions())
  }

  /// The name people see.
  package var name: String { measure.name }

  /// So many rows of a ranking decide its value.
  package var depth: Int { context.cutoff }

  /// The value of a judged topic without a ranking.
  package var missing: Double { measure.family.missing }

  /// The value of one topic.
  package func value(of ranking: JudgedRanking) -> Double { measure.family.compute(ranking, context) }

  /// The value over all topics, given in byte order of their ids; there is at least one.
  package func summary(of values: [Double]) -> Double {
    measure.family.summary.mean(sum: values.reduce(0, +), topics: values.count)
  }
}

extension MeasureFamily.Summary {
  /// Whether topics are averaged.
  var isMean: Bool {
    switch self {
    case .mean, .geometricMean: true
    default: false
    }
  }

  /// The arithmetic or geometric mean of topics whose values have this sum.
  func mean(sum: Double, topics: Int) -> Double {
    let mean = sum / Double(topics)
    if case .geometricMean = self { return GeometricMean.summary(mean) }
    return mean
  }
}

extension JudgedRanking {
  /// The grades of all judged documents of a topic, and those of a ranking by rank.
  package init(relevance: [Int32], judged: [DocumentID: Int32]) {
    self.init(relevance: relevance, levels: JudgedTopic.levels(judged))
  }

  /// What measures see of a document with this grade, nil for one that is not judged.
  package static func mark(of grade: Int32?) -> Int32 {
    guard let grade else { return notInPool }
    return grade < 0 ? notJudged : grade
  }
}
