internal import Ranking

/// Keeps the best `capacity` hits: higher float32 score first, then smaller tie rank. The same order as `Ranking.TopK`.
///
/// Hits are gathered in a buffer; when it is full, quickselect finds the score of the last that can stay, and the lesser ones go. It is linear
/// in the hits offered: for a thousand hits cheaper than a heap. Tie ranks are looked up only where equal scores must be told apart.
/// Precondition: scores are >= 0, so that their bit patterns order as they do.
@safe struct HitSelection {
  private let capacity: Int
  private let tieRanks: ByteRegion
  private let scratch: Scratch
  /// Score bits, then the document.
  private var entries: UnsafeMutablePointer<UInt64>
  private var count = 0
  private var room: Int
  private var selection: Quickselect
  /// A document scoring strictly below this cannot enter. Minus infinity until `capacity` hits are there.
  private(set) var threshold: Float = -.infinity

  /// An empty selection; `tieRanks` holds a UInt32 for every document, or nothing when document order settles ties.
  init(capacity: Int, tieRanks: ByteRegion, _ scratch: Scratch) {
    self.capacity = capacity
    self.tieRanks = tieRanks
    self.scratch = scratch
    room = 2 * min(capacity, 1 << 14) + 2 * ScoreWindow.size
    unsafe entries = scratch.allocate(UInt64.self, room)
    selection = Quickselect(scratch)
  }

  /// Documents scoring less than this in double cannot enter: one float32 step below the threshold, for sums that would round up to it.
  var floor: Double { threshold == -.infinity ? -.infinity : Double(threshold.nextDown) }

  /// Offers all candidates, none of which was offered before, then raises the threshold when enough new hits have come.
  mutating func offer(_ candidates: Candidates) {
    reserve(count + candidates.count + 1)
    let threshold = threshold
    var end = count
    for index in 0..<candidates.count {
      let score = unsafe Float(candidates.scores[index])
      unsafe entries[end] = UInt64(score.bitPattern) << 32 | UInt64(candidates.documents[index])
      end &+= score >= threshold ? 1 : 0
    }
    count = end
    if count > (threshold == -.infinity ? capacity : capacity + capacity / 2) { cut() }
  }

  private mutating func reserve(_ wanted: Int) {
    if wanted <= room { return }
    room = 2 * wanted
    let larger = unsafe scratch.allocate(UInt64.self, room)
    unsafe larger.update(from: entries, count: count)
    unsafe entries = unsafe larger
  }

  /// Takes the score of the last of the best `capacity` as threshold and drops what scores less. Those that score the same stay, unless they
  /// are many: then those with the least tie ranks.
  private mutating func cut() {
    guard count >= capacity else { return }
    let worst = unsafe selection.greatest(capacity, of: entries, count: count) >> 32
    threshold = Float(bitPattern: UInt32(worst))
    var kept = 0
    for index in 0..<count {
      let entry = unsafe entries[index]
      unsafe entries[kept] = entry
      kept &+= entry >> 32 >= worst ? 1 : 0
    }
    count = kept
    if count > capacity + capacity / 4 { settleTies(of: worst) }
  }

  private mutating func settleTies(of score: UInt64) {
    let all = (0..<count).map { unsafe entries[$0] }
    var tied = all.filter { $0 >> 32 == score }
    tied.sort { rank($0) < rank($1) }
    let kept = all.filter { $0 >> 32 != score }
    count = 0
    for entry in kept + tied.prefix(capacity - kept.count) {
      unsafe entries[count] = entry
      count += 1
    }
  }

  private func rank(_ entry: UInt64) -> UInt32 {
    let document = UInt32(truncatingIfNeeded: entry)
    return tieRanks.count == 0 ? document : tieRanks.uint32(at: 4 &* Int(document))
  }

  /// The hits, best first.
  consuming func ranked() -> [Hit] {
    if count > capacity { cut() }
    var ranked = ScoreSort.sorted((0..<count).map { unsafe entries[$0] })
    settleRuns(of: &ranked)
    return ranked.prefix(capacity).map {
      Hit(document: DocumentNumber(UInt32(truncatingIfNeeded: $0)), score: Float(bitPattern: UInt32($0 >> 32)))
    }
  }

  /// Puts runs of equal scores in the order of their tie ranks.
  private func settleRuns(of ranked: inout [UInt64]) {
    var first = 0
    while first < ranked.count {
      var end = first + 1
      while end < ranked.count, ranked[end] >> 32 == ranked[first] >> 32 { end += 1 }
      if end - first > 1 { ranked[first..<end].sort { rank($0) < rank($1) } }
      first = end
    }
  }
}
