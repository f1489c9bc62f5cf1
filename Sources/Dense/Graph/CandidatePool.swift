/// The best nodes that a search has seen, in order, as one array: the search expands the best that it has not expanded yet until there is none.
///
/// An entry is a score's bits in an order of their own, the complement of the node's number, and a bit that says it was not expanded: a
/// greater entry has the higher score, or an equal score and the lower number.
@safe struct CandidatePool {
  private let entries: UnsafeMutablePointer<UInt64>
  let capacity: Int
  private(set) var count = 0

  /// Precondition: room for `capacity` entries.
  @unsafe init(_ entries: UnsafeMutablePointer<UInt64>, capacity: Int) {
    unsafe self.entries = unsafe entries
    self.capacity = capacity
  }

  /// An entry, not expanded. Precondition: the score is a number and the node's is below 2^31.
  @inline(__always)
  static func entry(_ node: UInt32, _ score: Float) -> UInt64 {
    let bits = (score + 0).bitPattern  // one zero only
    let ordered = bits ^ (UInt32(bitPattern: Int32(bitPattern: bits) >> 31) | 0x8000_0000)
    return UInt64(ordered) << 32 | UInt64(~node & 0x7fff_ffff) << 1 | 1
  }

  @inline(__always) static func node(_ entry: UInt64) -> UInt32 { ~UInt32(truncatingIfNeeded: entry >> 1) & 0x7fff_ffff }

  @inline(__always) static func score(_ entry: UInt64) -> Float {
    let ordered = UInt32(truncatingIfNeeded: entry >> 32)
    return Float(bitPattern: ordered & 0x8000_0000 != 0 ? ordered ^ 0x8000_0000 : ~ordered)
  }

  /// The entry at a place.
  @inline(__always) subscript(place: Int) -> UInt64 { unsafe entries[place] }

  /// Puts an entry into its place; nil when it is below all of a full pool.
  @inline(__always)
  mutating func insert(_ entry: UInt64) -> Int? {
    if count == capacity, unsafe entry <= entries[count - 1] { return nil }
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) >> 1
      if unsafe entries[middle] > entry { low = middle + 1 } else { high = middle }
    }
    if count < capacity { count += 1 }
    unsafe (entries + low + 1).update(from: entries + low, count: count - 1 - low)
    unsafe entries[low] = entry
    return low
  }

  /// The first at a place or behind it that was not expanded, which it then is; nil when all are.
  @inline(__always)
  mutating func expand(from start: Int) -> Int? {
    var place = start
    while place < count {
      if unsafe entries[place] & 1 == 1 {
        unsafe entries[place] &= ~1
        return place
      }
      place += 1
    }
    return nil
  }

  /// All nodes, best first.
  var nodes: [(node: UInt32, score: Float)] { (0..<count).map { (Self.node(self[$0]), Self.score(self[$0])) } }
}
