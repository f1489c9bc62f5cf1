/// Cuts at every character of a kind.
struct CharacterSplit {
  private let separators: CharacterTraits
  private let behavior: SplitBehavior

  init(_ separators: CharacterTraits, _ behavior: SplitBehavior) {
    self.separators = separators
    self.behavior = behavior
  }

  func split(_ text: Span<UInt8>, _ range: Range<Int>, into words: inout WordRanges) {
    let traits = CharacterTraitsTable.shared
    var joiner = PieceJoiner(behavior)
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      let (scalar, length, _) = UTF8Text.decode(text, at: index)
      index += length
      if traits[scalar].isDisjoint(with: separators) { continue }
      joiner.add(start..<index - length, isMatch: false, into: &words)
      joiner.add(index - length..<index, isMatch: true, into: &words)
      start = index
    }
    joiner.add(start..<index, isMatch: false, into: &words)
    joiner.finish(into: &words)
  }
}

extension PreTokenizer {
  /// `\w+|[^\w\s]+`.
  static func splitWhitespace(_ text: Span<UInt8>, _ range: Range<Int>, into words: inout WordRanges) {
    let traits = CharacterTraitsTable.shared
    var start = range.lowerBound
    var index = start
    var kind: CharacterTraits = .whiteSpace
    while index < range.upperBound {
      let (scalar, length, _) = UTF8Text.decode(text, at: index)
      let found = traits[scalar].intersection([.word, .whiteSpace])
      if found != kind {
        if start < index && !kind.contains(.whiteSpace) { words.append(start, index) }
        start = index
        kind = found
      }
      index += length
    }
    if start < index && !kind.contains(.whiteSpace) { words.append(start, index) }
  }
}
