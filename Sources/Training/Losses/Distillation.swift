internal import Foundation

/// Kullback-Leibler divergence of the softmax of the scores from the softmax of the teacher's, both over a temperature T, times T squared.
/// A term is a query.
///
/// Source: Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network", 2015; sentence-transformers' DistillKLDivLoss.
struct Distillation: ScoreLoss {
  let name = "distillation"
  let temperature: Double

  func terms(labels: [Float]) -> Int { 1 }

  func problem(labels: [Float]) -> String? { LabelProblems.unusable(labels) ?? LabelProblems.single(labels) }

  func evaluate(scores: [Double], labels: [Double]) -> (value: Double, gradient: [Double]) {
    let student = logSoftmax(scores.map { $0 / temperature })
    let teacher = logSoftmax(labels.map { $0 / temperature })
    return (
      temperature * temperature * zip(teacher, student).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) },
      zip(teacher, student).map { temperature * (exp($1) - exp($0)) }
    )
  }

  static let kind = LossKind(
    name: "distillation", summary: "divergence from the teacher's softmax over a query's passages",
    labels: "teacher's scores, two or more a query",
    options: [.number("temperature", 1, minimum: 0, isOpen: true, "divides both sides' scores")]
  ) { Distillation(temperature: $0.number("temperature")) }
}
