internal import Bytes
public import Corpora

/// Examples in batches of similar length: so many batches are read at once, ordered by length, cut and handed out in a shuffled order.
///
/// Groups of sequences have no padding, so it changes how evenly they are filled, and how negatives in a batch compare in length. The
/// order follows from the source's, the seed and the epoch alone.
public struct BucketedReader: ExampleReader {
  private var source: any ExampleReader
  private let batchSize: Int
  private let batches: Int
  private var random: CounterGenerator
  private var ready: [TrainingExample] = []

  /// A reader that orders `batches` batches of `batchSize` examples of `source` at a time.
  public init(_ source: any ExampleReader, batchSize: Int, batches: Int, seed: UInt64, epoch: Int) {
    self.source = source
    self.batchSize = max(1, batchSize)
    self.batches = max(1, batches)
    random = CounterGenerator(seed, UInt64(truncatingIfNeeded: epoch))
  }

  /// The next example.
  public mutating func next() throws -> TrainingExample? {
    if ready.isEmpty { try fill() }
    return ready.popLast()
  }

  private mutating func fill() throws {
    var examples: [TrainingExample] = []
    while examples.count < batchSize * batches, let example = try source.next() { examples.append(example) }
    let lengths = examples.map { $0.query.count * $0.passages.count + $0.passages.reduce(0) { $0 + $1.count } }
    let order = examples.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    // The batch that is not full, if there is one, stays the last.
    var starts = Array(stride(from: 0, to: order.count - order.count % batchSize, by: batchSize))
    random.shuffle(&starts)
    if order.count % batchSize > 0 { starts.append(order.count - order.count % batchSize) }
    let sorted = starts.flatMap { order[$0..<min($0 + batchSize, order.count)] }
    ready = sorted.reversed().map { examples[$0] }
  }
}
