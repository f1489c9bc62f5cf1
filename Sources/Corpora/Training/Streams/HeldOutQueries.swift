internal import Bytes

/// Which queries are kept from training for evaluation: those whose text has a small hash under a seed. All examples of a query fall on
/// one side, whatever the order of the data.
public struct HeldOutQueries: Equatable, Sendable {
  /// Hashes up to this one are held out; nil holds nothing out.
  let threshold: UInt64?
  private let seed: UInt64

  /// About this share of the queries, without a look at the data.
  /// - Throws: `TrainingDataError.badSetting` unless it is at least 0 and below 1.
  public init(share: Double, seed: UInt64) throws(TrainingDataError) {
    guard share >= 0, share < 1 else {
      throw .badSetting(name: "the share held out", found: "\(share)", expected: "a number from 0 to below 1")
    }
    self.seed = seed
    threshold = share == 0 ? nil : UInt64(share * 0x1p64)
  }

  /// The queries of `count` examples: those of the smallest hashes, after one pass over the data in which that many hashes are kept.
  /// - Throws: `TrainingDataError.badSetting` when nothing would be left to train on.
  public init(count: Int, of source: any ExampleReader, seed: UInt64) throws {
    self.seed = seed
    var smallest = SmallestHashes(capacity: count)
    var source = source
    var total = 0
    while let example = try source.next() {
      smallest.offer(Self.hash(example.query, seed))
      total += 1
    }
    guard count < total || count <= 0 else {
      throw TrainingDataError.badSetting(
        name: "the number of examples held out", found: "\(count)", expected: "less than the \(total) there are")
    }
    threshold = smallest.largest
  }

  /// True for an example that must not be trained on.
  public func contains(_ example: TrainingExample) -> Bool {
    threshold.map { Self.hash(example.query, seed) <= $0 } ?? false
  }

  private static func hash(_ query: [UInt8], _ seed: UInt64) -> UInt64 {
    var generator = CounterGenerator(seed: seed, name: ByteString(query))
    return generator.next()
  }
}

/// A heap of the smallest hashes, the largest of them at its root.
private struct SmallestHashes {
  let capacity: Int
  private var heap: [UInt64] = []

  init(capacity: Int) { self.capacity = max(0, capacity) }

  var largest: UInt64? { heap.first }

  mutating func offer(_ hash: UInt64) {
    if heap.count < capacity {
      heap.append(hash)
      siftUp()
    } else if let root = heap.first, hash < root {
      heap[0] = hash
      siftDown()
    }
  }

  private mutating func siftUp() {
    var child = heap.count - 1
    while child > 0, heap[(child - 1) / 2] < heap[child] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var largest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] > heap[largest] { largest = child }
      if largest == parent { return }
      heap.swapAt(parent, largest)
      parent = largest
    }
  }
}
