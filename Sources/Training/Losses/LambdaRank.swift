internal import Foundation

/// Pairwise logistic loss weighted by what swapping the two passages would change in nDCG@k: |2^y_i - 2^y_j| |D_i - D_j| / ideal DCG@k,
/// with D_r = 1 / log2(1 + r) at rank r <= k of the present scores and 0 below. The weights are held constant in the gradient. A term is a query.
///
/// Source: Burges, Ragno, Le, "Learning to Rank with Nonsmooth Cost Functions", NIPS 2006; as a loss: Wang et al., "The LambdaLoss
/// Framework for Ranking Metric Optimization", CIKM 2018. Without k this is a sum over what sentence-transformers' LambdaLoss with
/// LambdaRankScheme and natural logarithms averages over pairs. Equal scores stand in the order of the example.
struct LambdaRank: ScoreLoss {
  let name = "lambda"
  let sigma: Double
  /// Ranks that count; nil for all.
  let cutoff: Int?

  func terms(labels: [Float]) -> Int { 1 }

  func problem(labels: [Float]) -> String? {
    LabelProblems.unusable(labels) ?? LabelProblems.single(labels) ?? LabelProblems.equal(labels)
      ?? LabelProblems.outside(0...30, labels, advice: "gains are 2^grade: give grades, not scores")
  }

  func evaluate(scores: [Double], labels: [Double]) -> (value: Double, gradient: [Double]) {
    let gains = labels.map { exp2($0) - 1 }
    let discounts = discounts(scores)
    let ideal = gains.sorted(by: >).enumerated().reduce(0) { $0 + $1.element * discount(rank: $1.offset) }
    return pairwiseLogistic(scores: scores, labels: labels, sigma: sigma) {
      abs(gains[$0] - gains[$1]) * abs(discounts[$0] - discounts[$1]) / ideal
    }
  }

  /// Of each passage, at its rank by these scores.
  private func discounts(_ scores: [Double]) -> [Double] {
    let order = scores.indices.sorted { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1] }
    var discounts = scores
    for (rank, passage) in order.enumerated() { discounts[passage] = discount(rank: rank) }
    return discounts
  }

  /// At a rank from 0.
  private func discount(rank: Int) -> Double {
    if let cutoff, rank >= cutoff { return 0 }
    return 1 / log2(Double(rank) + 2)
  }

  static let kind = LossKind(
    name: "lambda", summary: "LambdaRank: pairwise logistic loss weighted by the change of nDCG@k",
    labels: "grades in 0...30, not all equal",
    options: [
      .count("k", 10, "ranks that count; 0 for all"),
      .number("sigma", 1, minimum: 0, isOpen: true, "slope of the logistic function"),
    ]
  ) { LambdaRank(sigma: $0.number("sigma"), cutoff: $0.count("k") == 0 ? nil : $0.count("k")) }
}
