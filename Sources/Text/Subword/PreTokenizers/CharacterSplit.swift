/// Cuts at every character of a kind.
struct CharacterSplit: Sendable {
  private let separators: CharacterTraits
  private let behavior: SplitBehavior
  /// Whether each byte is a separator by itself; all beyond ASCII are, for they are looked at again.
  private let mayMatch: [Bool]

  init(_ separators: CharacterTraits, _ behavior: SplitBehavior) {
    self.separators = separators
    self.behavior = behavior
    mayMatch = (0..<256).map { $0 >= 128 || !CharacterTraitsTable.shared[UInt32($0)].isDisjoint(with: separators) }
  }

  func split(_ text: Span<UInt8>, _ range: Range<Int>, into words: inout WordRanges) {
    if behavior == .removed { return remove(text, range, into: &words) }
    var joiner = PieceJoiner(behavior)
    var start = range.lowerBound
    while let match = nextMatch(text, from: start, range.upperBound) {
      joiner.add(start..<match.lowerBound, isMatch: false, into: &words)
      joiner.add(match, isMatch: true, into: &words)
      start = match.upperBound
    }
    joiner.add(start..<range.upperBound, isMatch: false, into: &words)
    joiner.finish(into: &words)
  }

  private func remove(_ text: Span<UInt8>, _ range: Range<Int>, into words: inout WordRanges) {
    var start = range.lowerBound
    while let match = nextMatch(text, from: start, range.upperBound) {
      if start < match.lowerBound { words.append(start, match.lowerBound) }
      start = match.upperBound
    }
    if start < range.upperBound { words.append(start, range.upperBound) }
  }

  @inline(__always)
  private func nextMatch(_ text: Span<UInt8>, from start: Int, _ end: Int) -> Range<Int>? {
    let mayMatch = mayMatch.span
    var index = start
    while index < end {
      if !mayMatch[Int(text[index])] {
        index += 1
        continue
      }
      if text[index] < 0x80 { return index..<index + 1 }
      let (scalar, length, _) = UTF8Text.decode(text, at: index)
      if !CharacterTraitsTable.shared[scalar].isDisjoint(with: separators) { return index..<index + length }
      index += length
    }
    return nil
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
