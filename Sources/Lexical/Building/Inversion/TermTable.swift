/// Numbers distinct byte strings in the order of their first appearance. An open-addressing table; the strings stand in slabs and never move.
///
/// `@safe`: entries point into slabs that live as long as the table.
@safe struct TermTable: ~Copyable {
  private static var slabBytes: Int { 1 << 16 }

  /// The hash in the upper half, number + 1 in the lower; 0 is free. Empty when it was dropped or nothing is there.
  private var slots: [UInt64] = []
  private var entries: [ByteRegion] = []
  private let memory = Scratch()
  private var slab = ByteRegionWriter.empty
  private var slabsBytes = 0

  init() {}

  /// Number of distinct strings.
  var count: Int { entries.count }

  /// The bytes of a string, valid as long as the table.
  subscript(number: Int) -> ByteRegion { entries[number] }

  /// Bytes of memory in use.
  var heldBytes: Int {
    slots.count * MemoryLayout<UInt64>.stride + entries.count * MemoryLayout<ByteRegion>.stride + slabsBytes
  }

  /// The number of a string, new or known.
  @inline(__always)
  mutating func number(of term: Span<UInt8>) -> Int {
    unsafe term.withUnsafeBytes { bytes in
      unsafe number(of: ByteRegion(bytes), hash: TermHash.of(ByteRegion(bytes)))
    }
  }

  @inline(__always)
  private mutating func number(of term: ByteRegion, hash: UInt32) -> Int {
    if 2 * (count + 1) > slots.count { grow() }
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let number = Int(UInt32(truncatingIfNeeded: slots[slot])) - 1
      if UInt32(slots[slot] >> 32) == hash, TermHash.equal(self[number], term) { return number }
      slot = (slot + 1) & mask
    }
    slots[slot] = UInt64(hash) << 32 | UInt64(count + 1)
    store(term)
    return count - 1
  }

  private mutating func store(_ term: ByteRegion) {
    if slab.remaining < term.count {
      let size = max(Self.slabBytes, term.count)
      slab = unsafe ByteRegionWriter(memory.allocate(UInt8.self, size), count: size)
      slabsBytes += size
    }
    entries.append(slab.append(term))
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: max(1 << 10, 2 * old.count, (2 * (count + 1)).nextPowerOf2))
    if old.isEmpty {
      for number in 0..<count { insert(UInt64(TermHash.of(self[number])) << 32 | UInt64(number + 1)) }
    } else {
      for slot in old where slot != 0 { insert(slot) }
    }
  }

  private mutating func insert(_ entry: UInt64) {
    let mask = slots.count - 1
    var slot = Int(entry >> 32) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = entry
  }

  /// Frees what only looking up needs; a later look-up builds it again.
  mutating func dropSlots() { slots = [] }

  /// All numbers by the byte order of their strings.
  func sorted() -> [UInt32] {
    var keys = (0..<count).map { (prefix: self[$0].prefix, number: UInt32($0)) }
    keys.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      return self[Int(left.number)].compare(self[Int(right.number)]) < 0
    }
    return keys.map(\.number)
  }
}

extension Int {
  /// The smallest power of two that is at least this. Precondition: positive.
  fileprivate var nextPowerOf2: Int { 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
