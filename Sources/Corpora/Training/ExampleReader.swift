/// A stream of training examples in an order that depends on its inputs and seed alone: to go on in the middle, make it again and skip.
public protocol ExampleReader {
  /// The next example, or nil at the end.
  /// - Throws: `TrainingDataError`, `CorporaError` or `FilesError`, each naming file and line.
  mutating func next() throws -> TrainingExample?
}

extension ExampleReader {
  /// Passes over examples; returns how many there were, fewer than asked for at the end.
  public mutating func skip(_ count: Int) throws -> Int {
    var skipped = 0
    while skipped < count, try next() != nil { skipped += 1 }
    return skipped
  }

  /// All examples that are left, in memory.
  public mutating func rest() throws -> [TrainingExample] {
    var examples: [TrainingExample] = []
    while let example = try next() { examples.append(example) }
    return examples
  }
}
