/// Half the squared cosine distance of a positive, and half the squared part of the margin that a negative's distance lacks. A term is
/// a passage; its score is the cosine, its distance 1 - cosine.
///
/// Source: Hadsell, Chopra, LeCun, "Dimensionality Reduction by Learning an Invariant Mapping", CVPR 2006; sentence-transformers' ContrastiveLoss.
struct Contrastive: ScoreLoss {
  let name = "contrastive"
  let margin: Double

  func terms(labels: [Float]) -> Int { labels.count }

  func problem(labels: [Float]) -> String? {
    LabelProblems.unusable(labels) ?? LabelProblems.notBinary(labels, advice: "map grades to 0 and 1")
  }

  func evaluate(scores: [Double], labels: [Double]) -> (value: Double, gradient: [Double]) {
    var sum = 0.0
    let gradient = zip(scores, labels).map { score, label in
      let distance = 1 - score
      let lacking = max(0, margin - distance)
      sum += 0.5 * (label * distance * distance + (1 - label) * lacking * lacking)
      return (1 - label) * lacking - label * distance
    }
    return (sum, gradient)
  }

  static let kind = LossKind(
    name: "contrastive", summary: "draws positives near and pushes negatives beyond a margin of cosine distance",
    labels: "0 or 1",
    options: [.number("margin", 0.5, minimum: 0, "distance beyond which a negative is left alone")]
  ) { SimilarityLoss(scores: Contrastive(margin: $0.number("margin")), similarity: .cosine) }
}
