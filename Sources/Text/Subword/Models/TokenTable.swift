/// Byte strings and their values by hashing: one probe finds a whole string.
///
/// Strings of up to eight bytes are their own keys (two words a slot: the bytes, and length and value); longer ones are keyed by
/// a hash and compared. Both tables are at most half full.
struct TokenTable: Sendable {
  private var short = [UInt64](repeating: 0, count: 128)
  private var shortCount = 0
  /// Hash and entry number + 1 of each slot.
  private var long = [UInt64](repeating: 0, count: 128)
  private var entries: [(range: Range<Int>, value: Int32)] = []
  private var bytes: [UInt8] = []

  /// Number of different strings.
  var count: Int { shortCount + entries.count }

  /// The value of a part of a text.
  func value(of text: Span<UInt8>, _ range: Range<Int>) -> Int32? {
    range.count <= 8 ? shortValue(text, range) : longValue(text, range)
  }

  func value(of string: [UInt8]) -> Int32? { value(of: string.span, 0..<string.count) }

  /// Stores a value that is not negative; a later one for the same string replaces it. Empty strings are not stored.
  mutating func insert(_ string: [UInt8], _ value: Int32) {
    if string.isEmpty { return }
    string.count <= 8 ? insertShort(string, value) : insertLong(string, value)
  }

  @inline(__always)
  private static func home(_ key: UInt64, _ length: Int) -> Int {
    let mixed = (key ^ UInt64(truncatingIfNeeded: length) << 56) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 40)
  }

  @inline(__always)
  private func shortValue(_ text: Span<UInt8>, _ range: Range<Int>) -> Int32? {
    let key = TokenTable.load(text, range)
    let slots = short.span
    let mask = slots.count / 2 - 1
    var slot = TokenTable.home(key, range.count) & mask
    while true {
      let info = slots[slot * 2 + 1]
      if info == 0 { return nil }
      if slots[slot * 2] == key && Int(truncatingIfNeeded: info >> 32) == range.count {
        return Int32(truncatingIfNeeded: info)
      }
      slot = (slot + 1) & mask
    }
  }

  private func longValue(_ text: Span<UInt8>, _ range: Range<Int>) -> Int32? {
    let hash = TokenTable.hash(text, range)
    let slots = long.span
    let mask = slots.count / 2 - 1
    var slot = TokenTable.home(hash, range.count) & mask
    while slots[slot * 2 + 1] != 0 {
      let entry = entries[Int(slots[slot * 2 + 1]) - 1]
      if slots[slot * 2] == hash && isSame(entry.range, text, range) { return entry.value }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private func isSame(_ stored: Range<Int>, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if stored.count != range.count { return false }
    let bytes = bytes.span
    for start in stride(from: 0, to: range.count, by: 8) {
      let end = min(start + 8, range.count)
      let (one, two) = (stored.lowerBound + start..<stored.lowerBound + end, range.lowerBound + start..<range.lowerBound + end)
      if TokenTable.load(bytes, one) != TokenTable.load(text, two) { return false }
    }
    return true
  }

  /// Up to eight bytes as a number, the first lowest.
  @inline(__always)
  private static func load(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    if range.lowerBound + 8 <= text.count {
      let shift = UInt64(truncatingIfNeeded: 64 - 8 * range.count)
      let raw = unsafe text.bytes
      // Inside the text: eight bytes are left. A shift by 64 gives 0.
      let all = unsafe raw.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self)
      return UInt64(littleEndian: all) & (~0 >> shift)
    }
    var key: UInt64 = 0
    for index in range.reversed() { key = key << 8 | UInt64(text[index]) }
    return key
  }

  private static func hash(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + 8, range.upperBound)
      hash = (hash ^ load(text, start..<end)) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
      start = end
    }
    return hash
  }
}

extension TokenTable {
  private mutating func insertShort(_ string: [UInt8], _ value: Int32) {
    if shortCount * 4 >= short.count { growShort() }
    let key = TokenTable.load(string.span, 0..<string.count)
    let slot = TokenTable.slot(in: short, TokenTable.home(key, string.count)) { found, info in
      found == key && Int(truncatingIfNeeded: info >> 32) == string.count
    }
    if short[slot * 2 + 1] == 0 { shortCount += 1 }
    short[slot * 2] = key
    short[slot * 2 + 1] = UInt64(truncatingIfNeeded: string.count) << 32 | UInt64(UInt32(bitPattern: value))
  }

  private mutating func insertLong(_ string: [UInt8], _ value: Int32) {
    if entries.count * 4 >= long.count { growLong() }
    let hash = TokenTable.hash(string.span, 0..<string.count)
    let slot = TokenTable.slot(in: long, TokenTable.home(hash, string.count)) { found, info in
      found == hash && isSame(entries[Int(info) - 1].range, string.span, 0..<string.count)
    }
    if long[slot * 2 + 1] != 0 {
      entries[Int(long[slot * 2 + 1]) - 1].value = value
      return
    }
    entries.append((bytes.count..<bytes.count + string.count, value))
    bytes.append(contentsOf: string)
    long[slot * 2] = hash
    long[slot * 2 + 1] = UInt64(truncatingIfNeeded: entries.count)
  }

  /// The first slot from `home` on that is empty or the wanted one.
  private static func slot(in slots: [UInt64], _ home: Int, _ isWanted: (UInt64, UInt64) -> Bool) -> Int {
    let mask = slots.count / 2 - 1
    var slot = home & mask
    while slots[slot * 2 + 1] != 0 && !isWanted(slots[slot * 2], slots[slot * 2 + 1]) { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func growShort() {
    let old = short
    short = [UInt64](repeating: 0, count: old.count * 2)
    for index in stride(from: 0, to: old.count, by: 2) where old[index + 1] != 0 {
      let home = TokenTable.home(old[index], Int(truncatingIfNeeded: old[index + 1] >> 32))
      let slot = TokenTable.slot(in: short, home) { _, _ in false }
      (short[slot * 2], short[slot * 2 + 1]) = (old[index], old[index + 1])
    }
  }

  private mutating func growLong() {
    let old = long
    long = [UInt64](repeating: 0, count: old.count * 2)
    for index in stride(from: 0, to: old.count, by: 2) where old[index + 1] != 0 {
      let home = TokenTable.home(old[index], entries[Int(old[index + 1]) - 1].range.count)
      let slot = TokenTable.slot(in: long, home) { _, _ in false }
      (long[slot * 2], long[slot * 2 + 1]) = (old[index], old[index + 1])
    }
  }
}
