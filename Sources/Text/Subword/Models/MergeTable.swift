/// The merges of byte-pair encoding: for a pair of tokens its rank (the lower, the earlier it is merged) and the token it becomes.
///
/// An open-addressing table of two words a slot: the pair, and rank and new token; at most half full.
struct MergeTable: Sendable {
  /// What a pair becomes; `none` when it is not merged.
  struct Merge: Equatable {
    let rank: UInt32
    let id: UInt32
    static let none = Merge(rank: .max, id: 0)
  }

  /// Ranks from here on do not fit the heap of long words.
  static let rankLimit = 1 << 24

  private var slots: [UInt64]

  init(capacity: Int) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    slots = [UInt64](repeating: .max, count: size * 2)
  }

  @inline(__always)
  private static func key(_ left: UInt32, _ right: UInt32) -> UInt64 { UInt64(left) << 32 | UInt64(right) }

  @inline(__always)
  private static func home(_ key: UInt64) -> Int {
    let mixed = key &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: (mixed ^ mixed >> 29) >> 20)
  }

  @inline(__always)
  func merge(_ left: UInt32, _ right: UInt32) -> Merge {
    let key = MergeTable.key(left, right)
    let slots = slots.span
    let mask = slots.count / 2 - 1
    var slot = MergeTable.home(key) & mask
    while slots[slot * 2] != key {
      if slots[slot * 2] == .max { return .none }
      slot = (slot + 1) & mask
    }
    let merge = slots[slot * 2 + 1]
    return Merge(rank: UInt32(truncatingIfNeeded: merge >> 32), id: UInt32(truncatingIfNeeded: merge))
  }

  /// Stores a merge; a later one of the same pair replaces it. No more than the capacity may be stored.
  mutating func insert(_ left: UInt32, _ right: UInt32, _ merge: Merge) {
    let key = MergeTable.key(left, right)
    let mask = slots.count / 2 - 1
    var slot = MergeTable.home(key) & mask
    while slots[slot * 2] != key && slots[slot * 2] != .max { slot = (slot + 1) & mask }
    slots[slot * 2] = key
    slots[slot * 2 + 1] = UInt64(merge.rank) << 32 | UInt64(merge.id)
  }
}
