internal import Bytes

/// Evaluations as JSON, with all digits: for scripts and for the results of pipelines.
public enum EvaluationJSON {
  /// `{"runs": [{"name", "tag", "topics", "missing_topics", "unjudged_topics", "level", "measures": {name: value}, "per_topic": {topic: {name: value}}}]}`
  /// as UTF-8 bytes; `per_topic` only when asked for. Values that are not numbers (infinite) are null.
  public static func render(_ evaluations: [(name: String, evaluation: Evaluation)], perTopic: Bool = false) -> [UInt8] {
    let runs = evaluations.map { run($0.name, $0.evaluation, perTopic) }
    return JSONValue.object([(key: "runs", value: .array(runs))]).serialized(pretty: true)
  }

  private static func run(_ name: String, _ evaluation: Evaluation, _ perTopic: Bool) -> JSONValue {
    var members: [(key: ByteString, value: JSONValue)] = [
      (key: "name", value: JSONValue(name)), (key: "tag", value: .string(evaluation.tag)),
      (key: "topics", value: JSONValue(evaluation.topics.count)),
      (key: "missing_topics", value: JSONValue(evaluation.missingTopics.count)),
      (key: "unjudged_topics", value: JSONValue(evaluation.unjudgedTopics.count)),
      (key: "level", value: JSONValue(Int(evaluation.options.level))),
      (key: "measures", value: values(evaluation.measures, evaluation.summary)),
    ]
    if perTopic {
      let topics = evaluation.topics.map { (key: $0.topic, value: values(evaluation.measures, $0.values, ofTopic: true)) }
      members.append((key: "per_topic", value: .object(topics)))
    }
    return .object(members)
  }

  private static func values(_ measures: [Measure], _ values: [Double], ofTopic: Bool = false) -> JSONValue {
    var members: [(key: ByteString, value: JSONValue)] = []
    for (measure, value) in zip(measures, values) {
      switch measure.family.summary {
      case .tag, .text: continue
      case .sum, .relevantSum, .topics: members.append((key: ByteString(measure.name), value: JSONValue(wholeNumber(value))))
      case .geometricMean where ofTopic:
        members.append((key: ByteString(measure.name), value: JSONValue(GeometricMean.summary(value))))
      case .mean, .geometricMean: members.append((key: ByteString(measure.name), value: JSONValue(value)))
      }
    }
    return .object(members)
  }
}
