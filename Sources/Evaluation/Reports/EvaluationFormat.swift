/// The formats in which evaluations are shown.
public enum EvaluationFormat: String, CaseIterable, Sendable {
  /// A table for people.
  case table
  /// trec_eval's own lines.
  case trecEval = "trec_eval"
  /// JSON with all digits.
  case json

  /// The text of evaluations in this format; trec_eval's lines of several runs follow one another, each with its `runid` line
  /// when that measure was asked for.
  public func render(
    _ evaluations: [(name: String, evaluation: Evaluation)], perTopic: Bool = false, summary: Bool = true
  ) -> String {
    switch self {
    case .table: EvaluationTable.render(evaluations, perTopic: perTopic)
    case .trecEval:
      evaluations.map { TrecEvalText.render($0.evaluation, perTopic: perTopic, summary: summary) }.joined()
    case .json: String(decoding: EvaluationJSON.render(evaluations, perTopic: perTopic), as: UTF8.self) + "\n"
    }
  }
}
