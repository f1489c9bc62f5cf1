internal import Bytes

/// Several streams in one: each next example comes from a stream drawn by weight. Seed and epoch decide which.
public struct MixedExamples: ExampleReader {
  /// What happens when a stream ends before the others.
  public enum Ending: String, CaseIterable, Sendable {
    /// The others go on by their weights: every example comes once.
    case all
    /// The mixture ends: its shares are those of the weights to the last.
    case first
  }

  private var sources: [(reader: any ExampleReader, weight: Double)]
  private let ending: Ending
  private var generator: CounterGenerator

  /// A mixture.
  /// - Throws: `TrainingDataError.badSetting` for a weight that is not positive and finite.
  public init(
    _ sources: [(reader: any ExampleReader, weight: Double)], ending: Ending = .all, seed: UInt64, epoch: Int
  ) throws(TrainingDataError) {
    for (_, weight) in sources where !(weight > 0 && weight.isFinite) {
      throw .badSetting(name: "the weight of a source", found: "\(weight)", expected: "a number above 0")
    }
    self.sources = sources
    self.ending = ending
    generator = CounterGenerator(seed, UInt64(truncatingIfNeeded: epoch), 0x4D_6978)
  }

  /// The next example, or nil at the end.
  public mutating func next() throws -> TrainingExample? {
    while !sources.isEmpty {
      let drawn = draw()
      if let example = try sources[drawn].reader.next() { return example }
      if ending == .first { sources.removeAll() } else { sources.remove(at: drawn) }
    }
    return nil
  }

  private mutating func draw() -> Int {
    var rest = generator.unit() * sources.reduce(0) { $0 + $1.weight }
    for (place, source) in sources.enumerated() {
      if rest < source.weight { return place }
      rest -= source.weight
    }
    return sources.count - 1
  }
}
