/// The squared difference between a score and its label. A term is a passage.
///
/// Source: `torch.nn.MSELoss`.
struct SquaredError: ScoreLoss {
  let name = "mse"

  func terms(labels: [Float]) -> Int { labels.count }

  func problem(labels: [Float]) -> String? { LabelProblems.unusable(labels) }

  func evaluate(scores: [Double], labels: [Double]) -> (value: Double, gradient: [Double]) {
    let differences = zip(scores, labels).map { $0 - $1 }
    return (differences.reduce(0) { $0 + $1 * $1 }, differences.map { 2 * $0 })
  }

  static let kind = LossKind(
    name: "mse", summary: "squared difference between logit and label", labels: "any finite numbers", options: []
  ) { _ in SquaredError() }
}
