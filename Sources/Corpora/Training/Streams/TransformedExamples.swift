/// A stream with its labels transformed, as a teacher's scores into probabilities.
public struct TransformedExamples: ExampleReader {
  private var source: any ExampleReader
  private let transform: ScoreTransform

  /// The examples of a stream, each label transformed.
  public init(_ source: any ExampleReader, _ transform: ScoreTransform) {
    self.source = source
    self.transform = transform
  }

  /// The next example, or nil at the end.
  public mutating func next() throws -> TrainingExample? {
    guard var example = try source.next() else { return nil }
    example.labels = example.labels.map(transform.label)
    return example
  }
}
