internal import Bytes

/// Prints an evaluation as trec_eval does: `measure<TAB>topic|all<TAB>value`, in trec_eval's order of measures.
public enum TrecEvalText {
  /// The lines for each topic (`-q`), then those for all topics unless `summary` is false (`-n`).
  public static func render(_ evaluation: Evaluation, perTopic: Bool = false, summary: Bool = true) -> String {
    var bytes: [UInt8] = []
    let order = evaluation.measures.indices.sorted {
      let (left, right) = (evaluation.measures[$0].trecOrder, evaluation.measures[$1].trecOrder)
      return left == right ? $0 < $1 : left < right
    }
    let names = evaluation.measures.map { padded($0.trecName) }
    if perTopic {
      for topic in evaluation.topics where !(topic.isMissing && evaluation.options.compatibility == .trecEval9) {
        for index in order {
          guard let value = value(evaluation.measures[index], topic, index) else { continue }
          append(names[index], topic.topic.bytes, value, to: &bytes)
        }
      }
    }
    if summary {
      for index in order {
        guard let value = value(evaluation, index) else { continue }
        append(names[index], Array("all".utf8), value, to: &bytes)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ name: [UInt8], _ topic: [UInt8], _ value: [UInt8], to bytes: inout [UInt8]) {
    bytes.append(contentsOf: name)
    bytes.append(9)
    bytes.append(contentsOf: topic)
    bytes.append(9)
    bytes.append(contentsOf: value)
    bytes.append(10)
  }

  /// A topic's value, or nil when trec_eval prints the measure for all topics only.
  private static func value(_ measure: Measure, _ topic: TopicScores, _ index: Int) -> [UInt8]? {
    switch measure.family.summary {
    case .mean: number(topic.values[index])
    case .sum, .relevantSum: whole(topic.values[index])
    case .text: Array((topic.texts[index] ?? "''").utf8)
    case .topics, .tag, .geometricMean: nil
    }
  }

  /// The value over all topics, or nil when trec_eval prints the measure for topics only.
  private static func value(_ evaluation: Evaluation, _ index: Int) -> [UInt8]? {
    switch evaluation.measures[index].family.summary {
    case .mean, .geometricMean: number(evaluation.summary[index])
    case .sum, .relevantSum, .topics: whole(evaluation.summary[index])
    case .tag: evaluation.tag.bytes
    case .text: nil
    }
  }

  private static func number(_ value: Double) -> [UInt8] {
    var bytes: [UInt8] = []
    FixedDecimal.append(value, decimals: 4, to: &bytes)
    return bytes
  }

  private static func whole(_ value: Double) -> [UInt8] { Array(String(wholeNumber(value)).utf8) }

  private static func padded(_ name: String) -> [UInt8] {
    Array(name.utf8) + Array(repeating: 32, count: max(0, 22 - name.utf8.count))
  }
}
