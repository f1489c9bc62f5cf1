/// Streams one after the other.
public struct JoinedExamples: ExampleReader {
  private var sources: [any ExampleReader]

  /// Streams in order.
  public init(_ sources: [any ExampleReader]) { self.sources = sources.reversed() }

  /// The next example, or nil at the end.
  public mutating func next() throws -> TrainingExample? {
    while let last = sources.indices.last {
      if let example = try sources[last].next() { return example }
      sources.removeLast()
    }
    return nil
  }
}
