public import Bytes
public import Ranking

/// The values of measures for one topic.
public struct TopicScores: Equatable, Sendable {
  /// Which topic.
  public var topic: QueryID
  /// One value a measure. Measures with a geometric mean hold logarithms.
  public var values: [Double]
  /// Texts of measures that are texts, by position of the measure (`relstring`).
  public var texts: [Int: String] = [:]
  /// True when the run lacks the topic (only under `complete`).
  public var isMissing = false
}

/// The values of measures for a run: by topic and summed up.
public struct Evaluation: Sendable {
  /// The run's tag.
  public var tag: ByteString
  /// The measures, as asked for.
  public var measures: [Measure]
  /// Topics evaluated, in byte order of their ids.
  public var topics: [TopicScores]
  /// One value a measure over all topics: mean, sum or geometric mean.
  public var summary: [Double]
  /// Judged topics that the run lacks.
  public var missingTopics: [QueryID]
  /// Topics of the run without judgements.
  public var unjudgedTopics: [QueryID]
  /// How the run was evaluated.
  public var options: EvaluationOptions

  /// The value of a measure over all topics, or nil when it was not asked for.
  public subscript(measure: Measure) -> Double? { measures.firstIndex(of: measure).map { summary[$0] } }

  /// What a person should know about topics in one file only; empty when there is nothing.
  public var warnings: [String] {
    var warnings: [String] = []
    if let first = missingTopics.first {
      let treated = options.complete ? "counted as 0" : "left out of the averages (-c counts them as 0)"
      warnings.append("\(missingTopics.count) judged topic(s) missing in the run, such as '\(first)': \(treated)")
    }
    if let first = unjudgedTopics.first {
      warnings.append("\(unjudgedTopics.count) topic(s) of the run have no judgements, such as '\(first)': left out")
    }
    return warnings
  }
}
