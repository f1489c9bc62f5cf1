/// One example's rows of a batch's outputs.
public struct LossExample: Sendable {
  /// Cross-encoder: one row a passage. Bi-encoder: the query's row, then one a passage.
  public let rows: Range<Int>
  /// One a passage: relevance, grade or teacher score.
  public let labels: [Float]

  /// An example of these rows.
  public init(rows: Range<Int>, labels: [Float]) {
    self.rows = rows
    self.labels = labels
  }
}

/// What a model gave for some examples.
public struct LossBatch: Sendable {
  /// Row by row, `width` floats each.
  public let outputs: [Float]
  /// Floats of a row: 1 for a cross-encoder, the dimension for a bi-encoder.
  public let width: Int
  /// The examples; together they cover the rows they are responsible for.
  public let examples: [LossExample]
  /// Number of terms of the whole step, of which this batch may be a part.
  public let divisor: Double
  /// For each row a number that rows of one text share; empty when texts are not known, and then all differ.
  public let texts: [Int]

  /// A batch.
  public init(outputs: [Float], width: Int, examples: [LossExample], divisor: Double, texts: [Int] = []) {
    self.outputs = outputs
    self.width = width
    self.examples = examples
    self.divisor = divisor
    self.texts = texts
  }

  /// The number of a row's text.
  func text(_ row: Int) -> Int { texts.isEmpty ? row : texts[row] }
}

/// A loss and its gradient with respect to the outputs.
public struct LossValue: Sendable {
  /// Sum of terms / divisor.
  public let value: Double
  /// Of the shape of the batch's outputs.
  public let gradient: [Float]

  /// A value and its gradient.
  public init(value: Double, gradient: [Float]) {
    self.value = value
    self.gradient = gradient
  }
}
