/// A word on its way from characters to tokens: the pair of neighbours with the lowest rank, leftmost first, becomes one token,
/// until no pair is left that can (`tokenizers/src/models/bpe/word.rs`).
struct MergeWord {
  /// The tokens and how many bytes of the word each covers.
  private(set) var ids: [UInt32] = []
  private(set) var lengths: [Int] = []
  private var merges: [MergeTable.Merge] = []
  private var heap: [UInt64] = []

  /// Longer words are merged by a heap, in time n log n; shorter ones by looking for the lowest rank each time.
  static let shortLimit = 40

  mutating func removeAll() {
    ids.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
  }

  mutating func append(_ id: UInt32, length: Int) {
    ids.append(id)
    lengths.append(length)
  }

  mutating func mergeAll(_ table: borrowing MergeTable) {
    if ids.count < 2 { return }
    merges.removeAll(keepingCapacity: true)
    for index in 1..<ids.count { merges.append(table.merge(ids[index - 1], ids[index])) }
    merges.append(.none)
    if ids.count <= MergeWord.shortLimit { mergeShort(table) } else { mergeLong(table) }
  }

  private mutating func mergeShort(_ table: borrowing MergeTable) {
    while true {
      var lowest = 0
      var rank = UInt32.max
      for index in 0..<merges.count where merges[index].rank < rank {
        lowest = index
        rank = merges[index].rank
      }
      if rank == .max { return }
      ids[lowest] = merges[lowest].id
      lengths[lowest] += lengths[lowest + 1]
      ids.remove(at: lowest + 1)
      lengths.remove(at: lowest + 1)
      merges.remove(at: lowest)
      if lowest > 0 { merges[lowest - 1] = table.merge(ids[lowest - 1], ids[lowest]) }
      if lowest + 1 < ids.count { merges[lowest] = table.merge(ids[lowest], ids[lowest + 1]) }
    }
  }
}

extension MergeWord {
  /// As `mergeShort`, with a heap of (rank, place) and links from each token to its neighbours. A token that was taken up by its
  /// left neighbour has length 0; an entry of the heap holds as long as its rank is that of the pair at its place.
  private mutating func mergeLong(_ table: borrowing MergeTable) {
    var next = Array(1...ids.count)
    var previous = Array(-1..<ids.count - 1)
    heap = merges.indices.filter { merges[$0].rank != .max }.map { MergeWord.entry(merges[$0].rank, $0) }
    heap.sort()
    while let top = popLowest() {
      let place = Int(truncatingIfNeeded: top & (1 << 40 - 1))
      guard lengths[place] > 0, UInt64(merges[place].rank) == top >> 40 else { continue }
      let right = next[place]
      ids[place] = merges[place].id
      lengths[place] += lengths[right]
      lengths[right] = 0
      next[place] = next[right]
      if next[place] < ids.count { previous[next[place]] = place }
      pair(place, with: next[place], table)
      if previous[place] >= 0 { pair(previous[place], with: place, table) }
    }
    dropTaken()
  }

  private static func entry(_ rank: UInt32, _ place: Int) -> UInt64 { UInt64(rank) << 40 | UInt64(place) }

  /// Looks up what becomes of two neighbours.
  private mutating func pair(_ left: Int, with right: Int, _ table: borrowing MergeTable) {
    merges[left] = right < ids.count ? table.merge(ids[left], ids[right]) : .none
    if merges[left].rank != .max { push(MergeWord.entry(merges[left].rank, left)) }
  }

  private mutating func dropTaken() {
    var kept = 0
    for index in ids.indices where lengths[index] > 0 {
      (ids[kept], lengths[kept]) = (ids[index], lengths[index])
      kept += 1
    }
    ids.removeLast(ids.count - kept)
    lengths.removeLast(lengths.count - kept)
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
