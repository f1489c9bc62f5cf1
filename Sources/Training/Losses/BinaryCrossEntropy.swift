/// Binary cross-entropy of a logit x towards a target y in 0...1, in its stable form:
/// (1 - y) x + (1 + (w - 1) y) ln(1 + e^-x), w the weight of positives. A term is a passage.
///
/// Source: `torch.nn.BCEWithLogitsLoss`.
struct BinaryCrossEntropy: ScoreLoss {
  let name: String
  let positiveWeight: Double
  let targets: Targets

  /// How a label becomes a target.
  enum Targets {
    /// It is one: 0 or 1.
    case binary
    /// A grade over the largest there is.
    case graded(maximum: Double)
    /// A teacher's score through a sigmoid.
    case teacher(TeacherSigmoid)
  }

  func terms(labels: [Float]) -> Int { labels.count }

  func problem(labels: [Float]) -> String? {
    if let problem = LabelProblems.unusable(labels) { return problem }
    switch targets {
    case .binary:
      return LabelProblems.notBinary(
        labels, advice: "use the loss 'graded-bce', or make them 0 and 1 (`labels: binary` of the source, or a table of grades)")
    case .graded(let maximum):
      return LabelProblems.outside(
        0...Float(maximum), labels,
        advice:
          "set the option 'maximum' to the largest grade, or map a teacher's scores, such as `labels: sigmoid(14, 0.5)` for cosines"
      )
    case .teacher: return nil
    }
  }

  func evaluate(scores: [Double], labels: [Double]) -> (value: Double, gradient: [Double]) {
    var sum = 0.0
    let gradient = zip(scores, labels).map { score, label in
      let target = target(label)
      let weight = 1 + (positiveWeight - 1) * target
      sum += (1 - target) * score + weight * softplus(-score)
      return (1 - target) - weight * sigmoid(-score)
    }
    return (sum, gradient)
  }

  private func target(_ label: Double) -> Double {
    switch targets {
    case .binary: label
    case .graded(let maximum): label / maximum
    case .teacher(let sigmoid): sigmoid.target(label)
    }
  }
}

extension BinaryCrossEntropy {
  private static let weight = Option.number(
    "pos-weight", 1, minimum: 0, isOpen: true, "weight of positives, as torch's pos_weight")

  static let binary = LossKind(
    name: "bce", summary: "binary cross-entropy on one logit a pair", labels: "0 or 1", options: [weight]
  ) { BinaryCrossEntropy(name: "bce", positiveWeight: $0.number("pos-weight"), targets: .binary) }

  static let graded = LossKind(
    name: "graded-bce", summary: "binary cross-entropy towards grade / maximum", labels: "0...maximum",
    options: [.number("maximum", 1, minimum: 0, isOpen: true, maximum: 1e30, "the largest grade"), weight]
  ) {
    BinaryCrossEntropy(
      name: "graded-bce", positiveWeight: $0.number("pos-weight"), targets: .graded(maximum: $0.number("maximum")))
  }

  static let scoreDistillation = LossKind(
    name: "score-distillation", summary: "binary cross-entropy towards sigmoid(slope (teacher's score - center))",
    labels: "teacher's scores", options: TeacherSigmoid.options
  ) { BinaryCrossEntropy(name: "score-distillation", positiveWeight: 1, targets: .teacher(TeacherSigmoid($0))) }
}
