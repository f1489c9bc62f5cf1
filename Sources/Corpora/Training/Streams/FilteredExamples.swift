/// A stream without texts that are too short or too long, in characters (Unicode scalar values).
///
/// A query outside its range takes its example with it; a passage outside its range is left out, and an example that has no passage left,
/// or had positives and has none left, goes too.
public struct FilteredExamples: ExampleReader {
  /// Examples left out so far.
  public private(set) var droppedCount = 0
  private var source: any ExampleReader
  private let query: ClosedRange<Int>
  private let passage: ClosedRange<Int>

  /// A filtered stream.
  public init(_ source: any ExampleReader, query: ClosedRange<Int> = 0...Int.max, passage: ClosedRange<Int> = 0...Int.max) {
    self.source = source
    self.query = query
    self.passage = passage
  }

  /// The next example, or nil at the end.
  public mutating func next() throws -> TrainingExample? {
    while let example = try source.next() {
      if let kept = kept(of: example) { return kept }
      droppedCount += 1
    }
    return nil
  }

  private func kept(of example: TrainingExample) -> TrainingExample? {
    guard query.contains(Self.length(example.query)) else { return nil }
    let places = example.passages.indices.filter { passage.contains(Self.length(example.passages[$0])) }
    if places.count == example.passages.count { return places.isEmpty ? nil : example }
    let positives = places.count { $0 < example.positiveCount }
    guard !places.isEmpty, positives > 0 || example.positiveCount == 0 else { return nil }
    return example.keeping(places, positives: positives)
  }

  /// Number of scalar values: of bytes that do not continue one.
  static func length(_ text: [UInt8]) -> Int { text.count { $0 & 0xC0 != 0x80 } }
}
