/// Pairwise logistic loss: ln(1 + e^(-sigma (s_i - s_j))) for every pair of a query's passages where i has the larger label. A term is
/// such a pair.
///
/// Source: Burges et al., "Learning to Rank using Gradient Descent", ICML 2005. Natural logarithms; sentence-transformers'
/// RankNetLoss has base 2 unless told otherwise.
struct RankNet: ScoreLoss {
  let name = "ranknet"
  let sigma: Double

  func terms(labels: [Float]) -> Int {
    labels.reduce(0) { sum, label in sum + labels.count { $0 < label } }
  }

  func problem(labels: [Float]) -> String? {
    LabelProblems.unusable(labels) ?? LabelProblems.single(labels) ?? LabelProblems.equal(labels)
  }

  func evaluate(scores: [Double], labels: [Double]) -> (value: Double, gradient: [Double]) {
    pairwiseLogistic(scores: scores, labels: labels, sigma: sigma) { _, _ in 1 }
  }

  static let kind = LossKind(
    name: "ranknet", summary: "pairwise logistic loss over passages with different labels", labels: "grades, not all equal",
    options: [.number("sigma", 1, minimum: 0, isOpen: true, "slope of the logistic function")]
  ) { RankNet(sigma: $0.number("sigma")) }
}

/// Sum of weight(i, j) ln(1 + e^(-sigma (s_i - s_j))) over the pairs with label i > label j, with weights held constant.
func pairwiseLogistic(
  scores: [Double], labels: [Double], sigma: Double, weight: (_ better: Int, _ worse: Int) -> Double
) -> (value: Double, gradient: [Double]) {
  var sum = 0.0
  var gradient = [Double](repeating: 0, count: scores.count)
  for better in scores.indices {
    for worse in scores.indices where labels[better] > labels[worse] {
      let weight = weight(better, worse)
      let margin = sigma * (scores[better] - scores[worse])
      sum += weight * softplus(-margin)
      let derivative = weight * sigma * sigmoid(-margin)
      gradient[better] -= derivative
      gradient[worse] += derivative
    }
  }
  return (sum, gradient)
}
