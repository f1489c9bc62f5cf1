/// Numbers distinct byte strings in the order of their first appearance. An open-addressing table over one arena of bytes.
struct TermTable: Sendable {
  private var slots: [UInt32] = Array(repeating: 0, count: 1 << 10)  // number + 1; 0 is free
  private var hashes: [UInt64] = []
  private var bytes: [UInt8] = []
  private var starts: [Int] = [0]

  /// Number of distinct strings.
  var count: Int { hashes.count }

  /// The bytes of a string.
  subscript(number: Int) -> ArraySlice<UInt8> { bytes[starts[number]..<starts[number + 1]] }

  /// The hash of a string, to pass to another table's `number(of:hash:)`.
  func hash(_ number: Int) -> UInt64 { hashes[number] }

  /// Eight bytes at a time, mixed by multiplication as in MurmurHash64A. Only ever an index into a table: no result depends on it.
  static func hash(_ term: Span<UInt8>) -> UInt64 {
    let multiplier: UInt64 = 0xc6a4_a793_5bd1_e995
    var hash = UInt64(term.count) &* multiplier
    var word: UInt64 = 0
    for index in term.indices {
      word = word &<< 8 | UInt64(term[index])
      if index & 7 == 7 {
        hash = (hash ^ word) &* multiplier
        hash ^= hash &>> 47
        word = 0
      }
    }
    hash = (hash ^ word) &* multiplier
    return hash ^ hash &>> 47
  }

  /// The number of a string, new or known. `hash` is its hash by `hash(_:)`.
  mutating func number(of term: Span<UInt8>, hash: UInt64) -> Int {
    if 2 * (count + 1) > slots.count { grow() }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash &>> 20) & mask
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash, equals(number, term) { return number }
      slot = (slot + 1) & mask
    }
    slots[slot] = UInt32(count + 1)
    hashes.append(hash)
    for index in term.indices { bytes.append(term[index]) }
    starts.append(bytes.count)
    return count - 1
  }

  private func equals(_ number: Int, _ term: Span<UInt8>) -> Bool {
    let start = starts[number]
    guard starts[number + 1] - start == term.count else { return false }
    for index in term.indices where bytes[start + index] != term[index] { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: 2 * slots.count)
    let mask = slots.count - 1
    for number in hashes.indices {
      var slot = Int(truncatingIfNeeded: hashes[number] &>> 20) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(number + 1)
    }
  }

  /// All numbers by the byte order of their strings: by the first eight bytes as a big-endian number, then by the rest.
  func sorted() -> [UInt32] {
    var keys = (0..<count).map { (prefix: prefix($0), number: UInt32($0)) }
    keys.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      return self[Int(left.number)].lexicographicallyPrecedes(self[Int(right.number)])
    }
    return keys.map(\.number)
  }

  private func prefix(_ number: Int) -> UInt64 {
    var prefix: UInt64 = 0
    let start = starts[number]
    for index in 0..<8 { prefix = prefix << 8 | (start + index < starts[number + 1] ? UInt64(bytes[start + index]) : 0) }
    return prefix
  }
}
