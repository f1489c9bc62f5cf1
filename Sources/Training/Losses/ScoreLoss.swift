/// A loss over the scores of one query's passages: a cross-encoder's logits as they are, or a bi-encoder's through `SimilarityLoss`.
///
/// Computed in double from the model's floats.
protocol ScoreLoss: Loss {
  /// Sum of the query's terms, and its derivative with respect to each score. As many labels as scores.
  func evaluate(scores: [Double], labels: [Double]) -> (value: Double, gradient: [Double])
}

extension ScoreLoss {
  var isSeparable: Bool { true }

  func evaluate(_ batch: LossBatch) -> LossValue {
    precondition(batch.width == 1, "a loss over scores takes one number a row")
    var sum = 0.0
    var gradient = [Float](repeating: 0, count: batch.outputs.count)
    for example in batch.examples {
      let scores = example.rows.map { Double(batch.outputs[$0]) }
      let (value, derivatives) = evaluate(scores: scores, labels: example.labels.map(Double.init))
      sum += value
      for (row, derivative) in zip(example.rows, derivatives) { gradient[row] = Float(derivative / batch.divisor) }
    }
    return LossValue(value: sum / batch.divisor, gradient: gradient)
  }
}
