internal import Corpora

/// The batches of optimizer steps, epoch after epoch. No step holds examples of two epochs.
struct ExampleStream {
  /// Makes the reader of an epoch, from 0.
  private let makeReader: (Int) throws -> any ExampleReader
  private let epochs: Int?
  private var reader: (any ExampleReader)?
  /// Behind the last step that was read.
  private(set) var position: DataPosition

  /// A stream that goes on at a position. Throws when the data has fewer examples than that.
  init(
    from position: DataPosition, epochs: Int?, makeReader: @escaping (Int) throws -> any ExampleReader
  ) throws {
    self.makeReader = makeReader
    self.epochs = epochs
    self.position = position
    guard position.examples > 0 else { return }
    var reader = try makeReader(position.epoch)
    let found = try reader.skip(position.examples)
    guard found == position.examples else {
      throw TrainingError.dataChanged(epoch: position.epoch, expected: position.examples, found: found)
    }
    self.reader = reader
  }

  /// The batches of the next step, none of them empty; none at all behind the last epoch. Throws when an epoch has no examples.
  mutating func next(batchSize: Int, batches count: Int) throws -> [[TrainingExample]] {
    while true {
      if let epochs, position.epoch >= epochs { return [] }
      if reader == nil { reader = try makeReader(position.epoch) }
      let batches = try read(batchSize: batchSize, count: count)
      position.examples += batches.reduce(0) { $0 + $1.count }
      if !batches.isEmpty { return batches }
      guard position.examples > 0 else { throw TrainingError.noExamples }
      position = DataPosition(epoch: position.epoch + 1, examples: 0)
      reader = nil
    }
  }

  private mutating func read(batchSize: Int, count: Int) throws -> [[TrainingExample]] {
    var batches: [[TrainingExample]] = []
    while batches.count < count {
      var batch: [TrainingExample] = []
      while batch.count < batchSize, let example = try reader?.next() { batch.append(example) }
      if batch.isEmpty { break }
      batches.append(batch)
      if batch.count < batchSize { break }
    }
    return batches
  }
}
