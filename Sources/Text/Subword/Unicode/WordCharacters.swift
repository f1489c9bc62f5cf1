/// The word characters (`\w`) that decide whether an added token stands as a single word.
enum WordCharacters {
  private static let ranges = TableReader.ranges(of: CharacterSetTables.word)

  static func contains(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(scalar)
  }
}
