/// The first examples of a stream.
public struct LimitedExamples: ExampleReader {
  private var source: any ExampleReader
  private var left: Int

  /// At most `limit` examples.
  public init(_ source: any ExampleReader, limit: Int) {
    self.source = source
    left = limit
  }

  /// The next example, or nil at the end.
  public mutating func next() throws -> TrainingExample? {
    guard left > 0 else { return nil }
    left -= 1
    return try source.next()
  }
}
