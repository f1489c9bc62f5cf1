/// Examples in memory as a stream.
public struct StoredExamples: ExampleReader {
  private let examples: [TrainingExample]
  private var place = 0

  /// Examples in order.
  public init(_ examples: [TrainingExample]) { self.examples = examples }

  /// The next example, or nil at the end.
  public mutating func next() -> TrainingExample? {
    guard place < examples.count else { return nil }
    defer { place += 1 }
    return examples[place]
  }
}
