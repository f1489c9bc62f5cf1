/// Canonical composition of two scalars to one, Hangul included.
struct ScalarComposition: Sendable {
  /// Every primary composite and its parts, by first and second.
  let pairs: [(first: UInt32, second: UInt32, composite: UInt32)]

  static let shared = ScalarComposition()

  private init() {
    let text = TableReader.characters(of: CompositionTable.pairs)
    var reader = TableReader(text)
    var pairs: [(first: UInt32, second: UInt32, composite: UInt32)] = []
    var composite = 0
    while !reader.isAtEnd {
      composite += reader.number()
      let first = composite + reader.signed()
      pairs.append((UInt32(first), UInt32(0x300 + reader.signed()), UInt32(composite)))
    }
    self.pairs = pairs.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// The composite of two scalars, if there is one.
  func callAsFunction(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if first >= 0x1100 && first < 0x1113 && second >= 0x1161 && second < 0x1176 {
      return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
    }
    if first >= 0xAC00 && first < 0xD7A4 && (first - 0xAC00) % 28 == 0 && second > 0x11A7 && second < 0x11C3 {
      return first + second - 0x11A7
    }
    var low = 0
    var high = pairs.count
    while low < high {
      let middle = (low + high) / 2
      if (pairs[middle].first, pairs[middle].second) < (first, second) { low = middle + 1 } else { high = middle }
    }
    guard low < pairs.count, pairs[low].first == first, pairs[low].second == second else { return nil }
    return pairs[low].composite
  }
}
