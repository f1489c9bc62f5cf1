internal import Ranking

/// Keeps the best `capacity` hits: higher float32 score first, then smaller tie rank. The same order as `Ranking.TopK`.
///
/// Hits are gathered in a buffer and cut to the best by quickselect when it is full, which is linear in the hits offered: for a thousand hits
/// cheaper than a heap. Precondition: scores are >= 0, so that their bit patterns order as they do.
@safe struct HitSelection {
  private struct Entry {
    /// Score bits, then the complement of the tie rank: the greater is the better hit.
    var key: UInt64
    var document: UInt32
  }

  private let capacity: Int
  private let tieRanks: ByteRegion
  private var entries: [Entry] = []
  /// A document scoring strictly below this cannot enter. Minus infinity until `capacity` hits are there.
  private(set) var threshold: Float = -.infinity

  /// An empty selection; `tieRanks` holds a UInt32 for every document, or nothing when document order settles ties.
  init(capacity: Int, tieRanks: ByteRegion) {
    self.capacity = capacity
    self.tieRanks = tieRanks
    entries.reserveCapacity(2 * min(capacity, 1 << 16) + ScoreWindow.size)
  }

  /// Documents scoring less than this in double cannot enter: one float32 step below the threshold, for sums that would round up to it.
  var floor: Double { threshold == -.infinity ? -.infinity : Double(threshold.nextDown) }

  /// Offers one document. Precondition: no document is offered twice.
  mutating func offer(document: UInt32, score: Double) {
    let score = Float(score)
    guard score >= threshold else { return }
    let tie = tieRanks.count == 0 ? document : tieRanks.uint32(at: 4 &* Int(document))
    entries.append(Entry(key: UInt64(score.bitPattern) << 32 | UInt64(~tie), document: document))
  }

  /// Offers all candidates, then raises the threshold when enough new hits have come.
  mutating func offer(_ candidates: Candidates) {
    for index in 0..<candidates.count {
      unsafe offer(document: candidates.documents[index], score: candidates.scores[index])
    }
    if entries.count > (threshold == -.infinity ? capacity : capacity + capacity / 2) { cut() }
  }

  /// Keeps the best `capacity` and takes the worst of them as threshold.
  private mutating func cut() {
    guard entries.count >= capacity else { return }
    let worst = partition()
    entries.removeLast(entries.count - capacity)
    threshold = Float(bitPattern: UInt32(worst >> 32))
  }

  /// Moves the best `capacity` entries to the front; returns the least key among them. Hoare's selection with the median of three.
  private mutating func partition() -> UInt64 {
    let place = capacity - 1
    var low = 0
    var high = entries.count - 1
    var buffer = entries.mutableSpan
    while low < high {
      let pivot = Self.median(buffer[low].key, buffer[(low + high) / 2].key, buffer[high].key)
      var (left, right) = (low, high)
      while left <= right {
        while buffer[left].key > pivot { left += 1 }
        while buffer[right].key < pivot { right -= 1 }
        if left <= right {
          buffer.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right { high = right } else if place >= left { low = left } else { break }
    }
    return buffer[place].key
  }

  private static func median(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 { max(min(a, b), min(max(a, b), c)) }

  /// The hits, best first.
  consuming func ranked() -> [Hit] {
    if entries.count > capacity { cut() }
    entries.sort { $0.key > $1.key }
    return entries.map {
      Hit(document: DocumentNumber($0.document), score: Float(bitPattern: UInt32($0.key >> 32)))
    }
  }
}
