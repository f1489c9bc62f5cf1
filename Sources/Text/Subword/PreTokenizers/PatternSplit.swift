internal import Bytes

/// The pre-tokenizer Split: cuts at the matches of a pattern (`pre_tokenizers/split.rs`).
struct PatternSplit: Sendable {
  private enum Pattern: Sendable {
    case words(WordPattern)
    case literal(LiteralPattern)
  }

  private let pattern: Pattern
  private let behavior: SplitBehavior
  private let inverts: Bool

  init(_ field: TokenizerField) throws(TokenizerError) {
    let pattern = try field.require("pattern")
    behavior = try SplitBehavior(try field.require("behavior"))
    inverts = try field.require("invert").bool()
    if let regex = pattern.member("Regex"), let words = WordPattern(expression: try regex.string().text) {
      self.pattern = .words(words)
    } else {
      self.pattern = .literal(try LiteralPattern(pattern))
    }
  }

  func split(_ text: Span<UInt8>, _ range: Range<Int>, into words: inout WordRanges) {
    if case .words(let pattern) = pattern, behavior == .isolated, pattern.coversAll {
      return pattern.split(text, range, into: &words)
    }
    var joiner = PieceJoiner(behavior)
    var end = range.lowerBound
    forEachMatch(text, range) { match in
      joiner.add(end..<match.lowerBound, isMatch: inverts, into: &words)
      joiner.add(match, isMatch: !inverts, into: &words)
      end = match.upperBound
    }
    joiner.add(end..<range.upperBound, isMatch: inverts, into: &words)
    joiner.finish(into: &words)
  }

  private func forEachMatch(_ text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    switch pattern {
    case .literal(let pattern):
      var search = PatternSearch(pattern)
      while let match = search.next(text, from: range.lowerBound, range.upperBound) { body(match) }
    case .words(let pattern):
      var matches = WordRanges()
      pattern.split(text, range, into: &matches)
      for index in 0..<matches.count { body(matches[index]) }
    }
  }
}
