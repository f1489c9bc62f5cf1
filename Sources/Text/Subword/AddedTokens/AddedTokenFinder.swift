/// Finds added tokens in a text, leftmost first, the longest of those that begin together
/// (`tokenizers/src/tokenizer/added_vocabulary.rs`, `find_matches`).
struct AddedTokenFinder: Sendable {
  /// A piece of the text: an added token, or what stands between two.
  typealias Piece = (range: Range<Int>, token: Int32?)

  /// Nil when there is nothing to find.
  private let patterns: DoubleArray?
  private let tokens: [AddedToken]
  private let starts: PatternStarts

  /// `source` names the file in errors.
  init(_ patterns: [(pattern: [UInt8], token: AddedToken)], source: String) throws(TokenizerError) {
    let patterns = patterns.filter { !$0.pattern.isEmpty }
    tokens = patterns.map(\.token)
    var strings = PackedStrings()
    for (pattern, _) in patterns { strings.append(pattern) }
    starts = PatternStarts(patterns.map(\.pattern))
    let numbers = patterns.indices.map { Int32(truncatingIfNeeded: $0) }
    self.patterns = patterns.isEmpty ? nil : DoubleArray(strings, values: numbers)
    if !patterns.isEmpty && self.patterns == nil { throw .vocabularyTooLarge(source: source, limit: DoubleArray.unitLimit) }
  }

  /// The pieces of a text that is UTF-8, in order. They cover it; only white space swallowed twice may stand in two.
  func split(_ text: Span<UInt8>) -> [Piece] {
    guard let patterns else { return [(0..<text.count, nil)] }
    var pieces: [Piece] = []
    var end = 0
    var index = 0
    while let (match, token) = nextMatch(patterns, text, from: index) {
      index = match.upperBound
      if token.isSingleWord && !AddedTokenFinder.isSingleWord(text, match) { continue }
      let start =
        token.stripsLeft ? AddedTokenFinder.startOfSpace(text, before: match.lowerBound, notBefore: end) : match.lowerBound
      if end < start { pieces.append((end..<start, nil)) }
      end = token.stripsRight ? AddedTokenFinder.endOfSpace(text, from: index) : index
      pieces.append((start..<end, token.id))
    }
    if end < text.count || pieces.isEmpty { pieces.append((end..<text.count, nil)) }
    return pieces
  }

  private func nextMatch(_ patterns: DoubleArray, _ text: Span<UInt8>, from start: Int) -> (Range<Int>, AddedToken)? {
    var start = start
    while let index = starts.next(in: text, from: start) {
      if let (end, token) = patterns.longestMatch(text, index..<text.count, from: patterns.root) {
        return (index..<end, tokens[Int(token)])
      }
      start = index + 1
    }
    return nil
  }

  private static func isSingleWord(_ text: Span<UInt8>, _ match: Range<Int>) -> Bool {
    if match.lowerBound > 0 && isWord(UTF8Text.decode(text, before: match.lowerBound).scalar) { return false }
    return match.upperBound == text.count || !isWord(UTF8Text.decode(text, at: match.upperBound).scalar)
  }

  private static func isWord(_ scalar: UInt32) -> Bool { CharacterTraitsTable.shared[scalar].contains(.word) }

  private static func startOfSpace(_ text: Span<UInt8>, before index: Int, notBefore limit: Int) -> Int {
    var index = index
    while index > limit {
      let (scalar, length) = UTF8Text.decode(text, before: index)
      guard CharacterTraitsTable.shared[scalar].contains(.whiteSpace) else { break }
      index -= length
    }
    return index
  }

  private static func endOfSpace(_ text: Span<UInt8>, from index: Int) -> Int {
    var index = index
    while index < text.count {
      let (scalar, length, _) = UTF8Text.decode(text, at: index)
      guard CharacterTraitsTable.shared[scalar].contains(.whiteSpace) else { break }
      index += length
    }
    return index
  }
}
