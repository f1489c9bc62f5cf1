internal import Foundation

/// Cross-entropy between target probabilities over a query's passages and the softmax of their scores. A term is a query.
///
/// Targets 'labels': labels over their sum, so that one positive gives the loss of localized contrastive estimation (Gao, Dai, Callan,
/// "Rethink Training of BERT Rerankers in Multi-Stage Retrieval Pipeline", ECIR 2021). Targets 'softmax': the softmax of the labels, ListNet's
/// top-one probabilities (Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach", ICML 2007).
struct ListwiseSoftmax: ScoreLoss {
  let name = "listwise"
  let hasSoftTargets: Bool

  func terms(labels: [Float]) -> Int { 1 }

  func problem(labels: [Float]) -> String? {
    if let problem = LabelProblems.unusable(labels) ?? LabelProblems.single(labels) { return problem }
    return hasSoftTargets
      ? nil
      : LabelProblems.outside(0...1e30, labels, advice: "set the option 'targets' to softmax for scores of a teacher")
        ?? LabelProblems.noPositive(labels)
  }

  func evaluate(scores: [Double], labels: [Double]) -> (value: Double, gradient: [Double]) {
    let logarithms = logSoftmax(scores)
    let sum = labels.reduce(0, +)
    let targets = hasSoftTargets ? logSoftmax(labels).map(exp) : labels.map { $0 / sum }
    return (
      -zip(targets, logarithms).reduce(0) { $0 + $1.0 * $1.1 },
      zip(targets, logarithms).map { exp($1) - $0 }
    )
  }

  static let kind = LossKind(
    name: "listwise",
    summary: "softmax cross-entropy over a query's passages (ListNet; one positive: localized contrastive estimation)",
    labels: "at least 0, one above 0; any finite numbers with targets: softmax",
    options: [.choice("targets", ["labels", "softmax"], "labels over their sum, or the softmax of the labels")]
  ) { ListwiseSoftmax(hasSoftTargets: $0.text("targets") == "softmax") }
}
