/// A loss over the similarities of a query's vector to its passages' vectors.
struct SimilarityLoss<Scores: ScoreLoss>: Loss {
  let scores: Scores
  let similarity: Similarity

  var name: String { scores.name }
  var isSeparable: Bool { true }
  var takesPositives: Bool { scores.takesPositives }

  func terms(labels: [Float]) -> Int { scores.terms(labels: labels) }

  func problem(labels: [Float]) -> String? { scores.problem(labels: labels) }

  func evaluate(_ batch: LossBatch) -> LossValue {
    var sum = 0.0
    var gradient = [Float](repeating: 0, count: batch.outputs.count)
    for example in batch.examples { sum += add(example, of: batch, to: &gradient) }
    return LossValue(value: sum / batch.divisor, gradient: gradient)
  }

  private func add(_ example: LossExample, of batch: LossBatch, to gradient: inout [Float]) -> Double {
    let rows = example.rows.map { batch.row($0) }
    let passages = rows.dropFirst()
    let similarities = passages.map { similarity.score(rows[0], $0) }
    let (value, derivatives) = scores.evaluate(scores: similarities, labels: example.labels.map(Double.init))
    var toQuery = [Double](repeating: 0, count: batch.width)
    for (number, derivative) in derivatives.enumerated() {
      var toPassage = [Double](repeating: 0, count: batch.width)
      similarity.addGradient(
        rows[0], rows[number + 1], weight: derivative / batch.divisor, toLeft: &toQuery, toRight: &toPassage)
      batch.write(toPassage, row: example.rows.lowerBound + 1 + number, of: &gradient)
    }
    batch.write(toQuery, row: example.rows.lowerBound, of: &gradient)
    return value
  }
}

extension LossBatch {
  /// A row of the outputs in double.
  func row(_ number: Int) -> [Double] { outputs[number * width..<(number + 1) * width].map(Double.init) }

  /// Writes a row of a gradient of the outputs' shape.
  func write(_ values: [Double], row: Int, of gradient: inout [Float]) {
    for (column, value) in values.enumerated() { gradient[row * width + column] = Float(value) }
  }
}

extension MarginMSE {
  /// Source of the standard similarity: sentence-transformers' MarginMSELoss.
  static let biEncoder = LossKind(
    name: kind.name, summary: kind.summary, labels: kind.labels,
    options: [.choice("similarity", ["dot", "cosine"], "of the query's and a passage's vectors")]
  ) { SimilarityLoss(scores: MarginMSE(), similarity: $0.text("similarity") == "cosine" ? .cosine : .dot) }
}

extension Distillation {
  static let biEncoder = LossKind(
    name: kind.name, summary: kind.summary, labels: kind.labels,
    options: kind.options + [.choice("similarity", ["dot", "cosine"], "of the query's and a passage's vectors")]
  ) {
    SimilarityLoss(
      scores: Distillation(temperature: $0.number("temperature")),
      similarity: $0.text("similarity") == "cosine" ? .cosine : .dot)
  }
}
