/// Keeps the best `capacity` hits: higher float32 score first, then smaller tie rank (the document's place in the byte order of external ids).
///
/// A bounded binary heap with its worst hit at the root. Concrete on purpose: it crosses module borders in hot loops.
@frozen public struct TopK: Sendable {
  /// A hit with the key that settles ties.
  @frozen @usableFromInline struct Entry: Sendable {
    @usableFromInline var score: Float
    @usableFromInline var tie: UInt32
    @usableFromInline var document: UInt32

    @inlinable init(score: Float, tie: UInt32, document: UInt32) {
      self.score = score
      self.tie = tie
      self.document = document
    }

    /// True when this entry ranks below the other.
    @inlinable func isWorse(than other: Entry) -> Bool { score < other.score || (score == other.score && tie > other.tie) }
  }

  @usableFromInline var heap: [Entry] = []
  @usableFromInline let capacity: Int

  /// An empty selection of at most `capacity` hits; a capacity of 0 keeps nothing.
  @inlinable public init(capacity: Int) {
    self.capacity = max(0, capacity)
    heap.reserveCapacity(min(self.capacity, 4096))
  }

  /// Number of hits kept so far.
  @inlinable public var count: Int { heap.count }

  /// A document scoring strictly below this cannot enter; one scoring exactly this may, by its tie rank. Minus infinity until full.
  @inlinable public var threshold: Float {
    heap.count < capacity ? -.infinity : (capacity == 0 ? .infinity : heap[0].score)
  }

  /// Offers a document. Precondition: the score is not NaN and no document is offered twice.
  @inlinable public mutating func offer(document: UInt32, score: Float, tie: UInt32) {
    let entry = Entry(score: score, tie: tie, document: document)
    if heap.count < capacity {
      heap.append(entry)
      siftUp(heap.count - 1)
    } else if capacity > 0, heap[0].isWorse(than: entry) {
      heap[0] = entry
      siftDown(0)
    }
  }

  /// The hits, best first.
  public consuming func ranked() -> [Hit] {
    heap.sorted { $1.isWorse(than: $0) }.map { Hit(document: DocumentNumber($0.document), score: $0.score) }
  }

  @inlinable mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].isWorse(than: heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  @inlinable mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var worst = parent
      let left = 2 * parent + 1
      if left < heap.count, heap[left].isWorse(than: heap[worst]) { worst = left }
      if left + 1 < heap.count, heap[left + 1].isWorse(than: heap[worst]) { worst = left + 1 }
      if worst == parent { return }
      heap.swapAt(worst, parent)
      parent = worst
    }
  }
}
