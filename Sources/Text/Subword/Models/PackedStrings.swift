/// Byte strings end to end in one buffer: a vocabulary of hundreds of thousands of tokens without an allocation for each.
struct PackedStrings: Sendable {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []

  var count: Int { ends.count }

  /// Where a string stands in `bytes`.
  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }

  /// Adds a string.
  mutating func append(_ string: [UInt8]) { append { $0.append(contentsOf: string) } }

  /// Adds what the closure writes behind the strings before it.
  mutating func append<Failure>(_ write: (inout [UInt8]) throws(Failure) -> Void) throws(Failure) {
    try write(&bytes)
    ends.append(bytes.count)
  }

  /// Numbers of the strings in byte order, equal strings in order of their numbers.
  ///
  /// The first eight bytes, as one number, decide nearly all comparisons.
  func sortedIndices() -> [Int32] {
    var keys: [(prefix: UInt64, index: Int32)] = []
    keys.reserveCapacity(count)
    for index in 0..<count { keys.append((prefix(index), Int32(truncatingIfNeeded: index))) }
    keys.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      let (one, two) = (self[Int(left.index)], self[Int(right.index)])
      if one.count <= 8 && one.count == two.count || one == two { return left.index < right.index }
      return one.lexicographicallyPrecedes(two)
    }
    return keys.map(\.index)
  }

  private func prefix(_ index: Int) -> UInt64 {
    let range = range(index)
    var prefix: UInt64 = 0
    for place in 0..<8 {
      let byte = place < range.count ? bytes[range.lowerBound + place] : 0
      prefix = prefix << 8 | UInt64(byte)
    }
    return prefix
  }
}
