internal import Bytes

/// Evaluations as a table for people: a row for each run (and topic), a column for each measure.
public enum EvaluationTable {
  /// The table, every line with its line feed. Numbers have four decimals, counts none.
  public static func render(_ evaluations: [(name: String, evaluation: Evaluation)], perTopic: Bool = false) -> String {
    let measures = evaluations.first?.evaluation.measures ?? []
    let shown = measures.indices.filter { if case .tag = measures[$0].family.summary { false } else { true } }
    var table = TextTable(header: ["run"] + (perTopic ? ["topic"] : []) + shown.map { measures[$0].name })
    for (name, evaluation) in evaluations {
      if perTopic {
        for topic in evaluation.topics {
          table.append([name, topic.topic.text] + shown.map { cell(measures[$0], topic, $0) })
        }
      }
      table.append([name] + (perTopic ? ["all"] : []) + shown.map { cell(measures[$0], evaluation.summary[$0]) })
    }
    return table.text
  }

  private static func cell(_ measure: Measure, _ topic: TopicScores, _ index: Int) -> String {
    switch measure.family.summary {
    case .text: topic.texts[index] ?? "''"
    case .geometricMean: FixedDecimal.text(GeometricMean.summary(topic.values[index]), decimals: 4)
    default: cell(measure, topic.values[index])
    }
  }

  private static func cell(_ measure: Measure, _ value: Double) -> String {
    switch measure.family.summary {
    case .mean, .geometricMean: FixedDecimal.text(value, decimals: 4)
    case .sum, .relevantSum, .topics: String(wholeNumber(value))
    case .text, .tag: "-"
    }
  }
}
