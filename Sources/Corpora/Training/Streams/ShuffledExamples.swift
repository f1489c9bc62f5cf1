internal import Bytes

/// A stream in random order, through a buffer: the next example is drawn from the buffer, and the source's next one takes its place.
///
/// An example comes at most `size` places too early, and later by a geometric number of places; a buffer that holds the whole source
/// shuffles it evenly. Seed and epoch decide the order, so the same order comes again from the same source.
public struct ShuffledExamples: ExampleReader {
  private var source: any ExampleReader
  private let size: Int
  private var generator: CounterGenerator
  private var buffer: [TrainingExample] = []
  private var hasEnded = false

  /// A shuffled stream.
  /// - Parameter size: examples in the buffer; 1 or less leaves the order as it is.
  public init(_ source: any ExampleReader, size: Int, seed: UInt64, epoch: Int) {
    self.source = source
    self.size = max(1, size)
    generator = CounterGenerator(seed, UInt64(truncatingIfNeeded: epoch), 0x53_6875_66)
  }

  /// The next example, or nil at the end.
  public mutating func next() throws -> TrainingExample? {
    while !hasEnded, buffer.count < size {
      if let example = try source.next() { buffer.append(example) } else { hasEnded = true }
    }
    if buffer.isEmpty { return nil }
    let place = generator.below(buffer.count)
    let example = buffer[place]
    if !hasEnded, let following = try source.next() {
      buffer[place] = following
    } else {
      hasEnded = true
      // The last one takes the free place.
      let last = buffer.removeLast()
      if place < buffer.count { buffer[place] = last }
    }
    return example
  }
}
