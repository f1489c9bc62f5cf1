internal import Bytes

/// External ids as they arrive: their bytes end to end, and a hash table that finds an id again.
///
/// A slot holds 32 bits of the id's XXH3-64 above the document's number plus one; equal bits are settled by comparing bytes.
/// Memory: the ids' bytes, 8 bytes an id for its end and 12 to 24 for its slot.
struct IdentifierTable: IdentifierList {
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int] = []
  private var slots = [UInt64](repeating: 0, count: 1 << 10)

  var count: Int { ends.count }

  func end(_ number: Int) -> Int { ends[number] }

  func identifier(_ number: Int) -> ArraySlice<UInt8> { bytes[start(number)..<ends[number]] }

  /// Adds an id under the next number; or returns the number of the same id added before, changing nothing.
  mutating func insert(_ id: ByteString) -> Int? {
    if 3 * (count + 1) > 2 * slots.count { grow() }
    let tag = UInt64(truncatingIfNeeded: Digest.checksum(id.bytes.raw)) << 32
    var slot = place(tag, in: slots)
    while slots[slot] != 0 {
      if slots[slot] & ~0xFFFF_FFFF == tag, case let other = Int(slots[slot] & 0xFFFF_FFFF) - 1,
        identifier(other).elementsEqual(id.bytes)
      {
        return other
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = tag | UInt64(count + 1)
    append(id)
    return nil
  }

  /// Adds an id without looking whether it is there. Not to be mixed with `insert`.
  mutating func append(_ id: ByteString) {
    bytes.append(contentsOf: id.bytes)
    ends.append(bytes.count)
  }

  /// Bytes of memory without the hash table, at most.
  var heldBytes: Int { bytes.capacity + 8 * ends.capacity }

  /// Gives the hash table's memory back; no more ids can be added with a check.
  mutating func dropSlots() { slots = [] }

  private func place(_ entry: UInt64, in slots: [UInt64]) -> Int { Int(truncatingIfNeeded: entry >> 32) & (slots.count - 1) }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: 2 * slots.count)
    for entry in slots where entry != 0 {
      var slot = place(entry, in: larger)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = entry
    }
    slots = larger
  }
}
