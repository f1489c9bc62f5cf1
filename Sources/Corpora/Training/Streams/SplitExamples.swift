/// One side of a split: what is trained on, or what is held out.
public struct SplitExamples: ExampleReader {
  /// The sides.
  public enum Side: Sendable {
    /// All but the held-out queries.
    case training
    /// The held-out queries.
    case heldOut
  }

  private var source: any ExampleReader
  private let queries: HeldOutQueries
  private let side: Side

  /// A side of a stream.
  public init(_ source: any ExampleReader, _ side: Side, of queries: HeldOutQueries) {
    self.source = source
    self.side = side
    self.queries = queries
  }

  /// The next example, or nil at the end.
  public mutating func next() throws -> TrainingExample? {
    while let example = try source.next() {
      if queries.contains(example) == (side == .heldOut) { return example }
    }
    return nil
  }
}
