/// Squared difference between the margin of the first passage, the positive, over each other one and the teacher's margin. A term is a
/// pair of the positive and another passage.
///
/// Source: Hofstätter et al., "Improving Efficient Neural Ranking Models with Cross-Architecture Knowledge Distillation", 2020 (arXiv 2010.02666).
struct MarginMSE: ScoreLoss {
  let name = "margin-mse"

  func terms(labels: [Float]) -> Int { max(0, labels.count - 1) }

  func problem(labels: [Float]) -> String? { LabelProblems.unusable(labels) ?? LabelProblems.single(labels) }

  func evaluate(scores: [Double], labels: [Double]) -> (value: Double, gradient: [Double]) {
    var sum = 0.0
    var gradient = [Double](repeating: 0, count: scores.count)
    for other in scores.indices.dropFirst() {
      let difference = (scores[0] - scores[other]) - (labels[0] - labels[other])
      sum += difference * difference
      gradient[0] += 2 * difference
      gradient[other] = -2 * difference
    }
    return (sum, gradient)
  }

  static let kind = LossKind(
    name: "margin-mse", summary: "squared difference between the model's and the teacher's margins",
    labels: "teacher's scores, the positive passage first", options: []
  ) { _ in MarginMSE() }
}
