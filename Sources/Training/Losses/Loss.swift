public import Corpora

/// What a training step makes small: a number computed from the model's outputs, and its derivative with respect to them.
///
/// A loss is a sum of terms (pairs, queries, triples: each loss says which) over a divisor, the number of terms of the whole step:
/// so that the values and gradients of parts of a step add up to the step's mean.
public protocol Loss: Sendable {
  /// Its name in a recipe.
  var name: String { get }

  /// True when the examples of a batch do not see each other, so that a step may be computed part by part.
  var isSeparable: Bool { get }

  /// True when all it asks of a label is whether the passage is a positive: `prepared` then says so, whatever the data's labels are.
  var takesPositives: Bool { get }

  /// Number of terms that an example with these labels adds to the mean.
  func terms(labels: [Float]) -> Int

  /// Why an example with these labels cannot be used; nil when it can. `labels` has one number a passage.
  func problem(labels: [Float]) -> String?

  /// The sum of the terms over the batch's divisor, and its gradient. All examples are such that `problem` is nil.
  func evaluate(_ batch: LossBatch) -> LossValue
}

extension Loss {
  /// False: labels are taken as they are.
  public var takesPositives: Bool { false }

  /// An example with the labels that this loss takes: 1 for positives and 0 for negatives, or as they are.
  public func prepared(_ example: TrainingExample) -> TrainingExample {
    guard takesPositives else { return example }
    var example = example
    example.labels = example.passages.indices.map { $0 < example.positiveCount ? 1 : 0 }
    return example
  }

  /// Refuses an example that this loss cannot use. `source` says where it comes from.
  public func validate(labels: [Float], source: String) throws(TrainingError) {
    if let reason = problem(labels: labels) { throw .labels(loss: name, source: source, reason: reason) }
  }

  /// The divisor of a step: the number of terms of its examples, at least 1.
  public func divisor(_ labels: [[Float]]) -> Double { Double(max(1, labels.reduce(0) { $0 + terms(labels: $1) })) }
}
