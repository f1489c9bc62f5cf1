/// max(0, d(query, positive) - d(query, negative) + margin) for every positive and negative of a query. A term is such a triple. Scores
/// are similarities whose differences are those of negative distances: the cosine for d = 1 - cosine, -d for the Euclidean distance.
///
/// Source: Schroff, Kalenichenko, Philbin, "FaceNet", CVPR 2015. Paper 2506.18535 writes cosine with a margin of .2 and ran Euclidean with 5.
/// Where the hinge bends the derivative is 0, as torch's relu has it.
struct Triplet: ScoreLoss {
  let name = "triplet"
  let margin: Double

  var takesPositives: Bool { true }

  func terms(labels: [Float]) -> Int {
    let positives = labels.count { $0 > 0 }
    return positives * (labels.count - positives)
  }

  func problem(labels: [Float]) -> String? {
    LabelProblems.unusable(labels) ?? LabelProblems.noPositive(labels) ?? LabelProblems.noNegative(labels)
  }

  func evaluate(scores: [Double], labels: [Double]) -> (value: Double, gradient: [Double]) {
    var sum = 0.0
    var gradient = [Double](repeating: 0, count: scores.count)
    for positive in scores.indices where labels[positive] > 0 {
      for negative in scores.indices where labels[negative] <= 0 {
        let hinge = scores[negative] - scores[positive] + margin
        guard !(hinge <= 0) else { continue }
        sum += hinge
        gradient[positive] -= 1
        gradient[negative] += 1
      }
    }
    return (sum, gradient)
  }

  static let kind = LossKind(
    name: "triplet", summary: "a positive must be nearer than a negative by a margin",
    labels: "any: what counts is which passages are positives; at least one of each kind",
    options: [
      .choice("metric", ["cosine", "euclidean"], "the distance: 1 - cosine, or the Euclidean one"),
      .number("margin", 0.2, minimum: 0, "how much nearer; when not given .2, with metric: euclidean 5"),
    ],
    completes: { given in
      if given["metric"] == "euclidean", given["margin"] == nil { given["margin"] = 5 }
    }
  ) {
    let metric: Similarity = $0.text("metric") == "euclidean" ? .negativeEuclidean : .cosine
    return SimilarityLoss(scores: Triplet(margin: $0.number("margin")), similarity: metric)
  }
}
