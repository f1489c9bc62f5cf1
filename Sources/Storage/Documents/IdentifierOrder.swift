/// The byte order of ids.
///
/// Each id is sorted by the eight bytes after what all ids have in common, read as one number (shorter ids filled with zeros);
/// where these are equal the bytes themselves decide.
enum IdentifierOrder {
  private struct Entry {
    let prefix: UInt64
    let number: UInt32
  }

  /// Document numbers in byte order of their ids, which are all different.
  static func sorted(_ table: IdentifierTable) -> [UInt32] {
    let skip = commonPrefix(table)
    var entries = (0..<table.count).map { Entry(prefix: prefix(table.identifier($0), after: skip), number: UInt32($0)) }
    entries.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      return table.identifier(Int(left.number)).lexicographicallyPrecedes(table.identifier(Int(right.number)))
    }
    return entries.map(\.number)
  }

  /// The place of each document in the order.
  static func ranks(_ order: [UInt32]) -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: order.count)
    for (rank, number) in order.enumerated() { ranks[Int(number)] = UInt32(rank) }
    return ranks
  }

  private static func commonPrefix(_ table: IdentifierTable) -> Int {
    guard table.count > 0 else { return 0 }
    let first = Array(table.identifier(0))
    var common = first.count
    for number in 1..<max(1, table.count) {
      let id = table.identifier(number)
      common = min(common, id.count)
      var equal = 0
      while equal < common && id[id.startIndex + equal] == first[equal] { equal += 1 }
      common = equal
      if common == 0 { break }
    }
    return common
  }

  private static func prefix(_ id: ArraySlice<UInt8>, after skip: Int) -> UInt64 {
    var prefix: UInt64 = 0
    var index = id.startIndex + skip
    for shift in stride(from: 56, through: 0, by: -8) {
      guard index < id.endIndex else { break }
      prefix |= UInt64(id[index]) << UInt64(shift)
      index += 1
    }
    return prefix
  }
}
