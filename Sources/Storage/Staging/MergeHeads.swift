/// The smallest ids not yet taken of all batches, as a binary heap.
struct MergeHeads {
  struct Head {
    var prefix: UInt64
    var batch: Int
    var place: Int
    var document: Int
  }

  private let batches: [BatchIdentifiers]
  private var heap: [Head] = []

  init(_ batches: [BatchIdentifiers]) {
    self.batches = batches
    heap = batches.indices.compactMap { head($0, at: 0) }
    for index in heap.indices.reversed() { sink(index) }
  }

  private func head(_ batch: Int, at place: Int) -> Head? {
    guard place < batches[batch].count else { return nil }
    let document = batches[batch].document(at: place)
    return Head(prefix: batches[batch].prefix(document), batch: batch, place: place, document: document)
  }

  func compare(_ left: Head, _ right: Head) -> Int {
    batches[left.batch].compare(left.document, batches[right.batch], right.document)
  }

  private func precedes(_ left: Head, _ right: Head) -> Bool {
    if left.prefix != right.prefix { return left.prefix < right.prefix }
    return compare(left, right) < 0
  }

  /// Takes the smallest.
  mutating func next() -> Head? {
    guard let first = heap.first else { return nil }
    if let following = head(first.batch, at: first.place + 1) {
      heap[0] = following
    } else {
      let last = heap.removeLast()
      if !heap.isEmpty { heap[0] = last }
    }
    if !heap.isEmpty { sink(0) }
    return first
  }

  private mutating func sink(_ start: Int) {
    var index = start
    while 2 * index + 1 < heap.count {
      var child = 2 * index + 1
      if child + 1 < heap.count, precedes(heap[child + 1], heap[child]) { child += 1 }
      if !precedes(heap[child], heap[index]) { return }
      heap.swapAt(child, index)
      index = child
    }
  }
}
