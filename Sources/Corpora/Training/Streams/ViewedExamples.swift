internal import Bytes

/// A stream taken as pairs, triplets or lists.
public struct ViewedExamples: ExampleReader {
  /// Examples of the source so far of which the view takes nothing, such as a query without positives among triplets.
  public private(set) var droppedCount = 0
  private var source: any ExampleReader
  private let view: ExampleView
  private let keys: (seed: UInt64, epoch: UInt64)
  private var read = 0
  /// In reverse order.
  private var pending: [TrainingExample] = []

  /// A view of a stream; what is drawn depends on the seed, the epoch and the place of an example in the source.
  public init(_ source: any ExampleReader, as view: ExampleView, seed: UInt64, epoch: Int) {
    self.source = source
    self.view = view
    keys = (seed, UInt64(truncatingIfNeeded: epoch))
  }

  /// The next example, or nil at the end.
  /// - Throws: `TrainingDataError.noneUsable` at the end of a stream all of whose examples were dropped.
  public mutating func next() throws -> TrainingExample? {
    while pending.isEmpty {
      guard let example = try source.next() else {
        guard droppedCount == 0 || droppedCount < read else {
          throw TrainingDataError.noneUsable(source: "this data", examples: read, reason: view.lacking)
        }
        return nil
      }
      var generator = CounterGenerator(keys.seed, keys.epoch, UInt64(truncatingIfNeeded: read), 0x56_6965_77)
      pending = view.examples(of: example, &generator).reversed()
      read += 1
      if pending.isEmpty { droppedCount += 1 }
    }
    return pending.removeLast()
  }
}
