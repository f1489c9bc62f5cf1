/// A word on its way from characters to tokens: the pair of neighbours with the lowest rank, leftmost first, becomes one token,
/// until no pair is left that can (`tokenizers/src/models/bpe/word.rs`).
struct MergeWord {
  /// A token, how many bytes of the word it covers, and what becomes of it and its right neighbour.
  struct Part {
    var id: UInt32
    var merge = MergeTable.Merge.none
    var length: Int
  }

  private(set) var parts: [Part] = []
  private var heap: [UInt64] = []

  /// Longer words are merged by a heap, in time n log n; shorter ones by looking for the lowest rank each time.
  static let shortLimit = 40

  mutating func removeAll() { parts.removeAll(keepingCapacity: true) }

  mutating func append(_ id: UInt32, length: Int) { parts.append(Part(id: id, length: length)) }

  mutating func mergeAll(_ table: borrowing MergeTable) {
    if parts.count < 2 { return }
    for index in 1..<parts.count { parts[index - 1].merge = table.merge(parts[index - 1].id, parts[index].id) }
    if parts.count > MergeWord.shortLimit { return mergeLong(table) }
    let count = MergeWord.mergeShort(parts.mutableSpan, table)
    parts.removeLast(parts.count - count)
  }

  /// How many parts are left, which are the first.
  private static func mergeShort(_ parts: consuming MutableSpan<Part>, _ table: borrowing MergeTable) -> Int {
    var count = parts.count
    while true {
      var lowest = 0
      var rank = UInt32.max
      for index in 0..<count - 1 where parts[index].merge.rank < rank {
        lowest = index
        rank = parts[index].merge.rank
      }
      if rank == .max { return count }
      parts[lowest].id = parts[lowest].merge.id
      parts[lowest].length += parts[lowest + 1].length
      count -= 1
      for index in lowest + 1..<max(count, lowest + 1) { parts[index] = parts[index + 1] }
      parts[lowest].merge = lowest + 1 < count ? table.merge(parts[lowest].id, parts[lowest + 1].id) : .none
      if lowest > 0 { parts[lowest - 1].merge = table.merge(parts[lowest - 1].id, parts[lowest].id) }
    }
  }
}

extension MergeWord {
  /// As `mergeShort`, with a heap of (rank, place) and links from each token to its neighbours. A token that was taken up by its
  /// left neighbour has length 0; an entry of the heap holds as long as its rank is that of the pair at its place.
  private mutating func mergeLong(_ table: borrowing MergeTable) {
    var next = Array(1...parts.count)
    var previous = Array(-1..<parts.count - 1)
    heap = parts.indices.filter { parts[$0].merge.rank != .max }.map { MergeWord.entry(parts[$0].merge.rank, $0) }
    heap.sort()
    while let top = popLowest() {
      let place = Int(truncatingIfNeeded: top & (1 << 40 - 1))
      guard parts[place].length > 0, UInt64(parts[place].merge.rank) == top >> 40 else { continue }
      let right = next[place]
      parts[place].id = parts[place].merge.id
      parts[place].length += parts[right].length
      parts[right].length = 0
      next[place] = next[right]
      if next[place] < parts.count { previous[next[place]] = place }
      pair(place, with: next[place], table)
      if previous[place] >= 0 { pair(previous[place], with: place, table) }
    }
    parts.removeAll { $0.length == 0 }
  }

  private static func entry(_ rank: UInt32, _ place: Int) -> UInt64 { UInt64(rank) << 40 | UInt64(place) }

  /// Looks up what becomes of two neighbours.
  private mutating func pair(_ left: Int, with right: Int, _ table: borrowing MergeTable) {
    let merge = right < parts.count ? table.merge(parts[left].id, parts[right].id) : .none
    parts[left].merge = merge
    if merge.rank != .max { push(MergeWord.entry(merge.rank, left)) }
  }

  private mutating func push(_ entry: UInt64) {
    heap.append(entry)
    var child = heap.count - 1
    while child > 0, heap[(child - 1) / 2] > entry {
      heap[child] = heap[(child - 1) / 2]
      child = (child - 1) / 2
    }
    heap[child] = entry
  }

  private mutating func popLowest() -> UInt64? {
    guard let lowest = heap.first, let last = heap.popLast() else { return nil }
    if heap.isEmpty { return lowest }
    var parent = 0
    while parent * 2 + 1 < heap.count {
      var child = parent * 2 + 1
      if child + 1 < heap.count && heap[child + 1] < heap[child] { child += 1 }
      if heap[child] >= last { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = last
    return lowest
  }
}
