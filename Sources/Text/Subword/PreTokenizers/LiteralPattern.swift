internal import Bytes

/// A pattern without alternatives: a text, or one kind of character repeated, as Replace and Split use them.
enum LiteralPattern: Sendable {
  case text([UInt8])
  /// At least `minimum` characters of a set, at most `maximum`, as many as there are.
  case run(CharacterClass, minimum: Int, maximum: Int)

  /// From a `{"String": ...}` or a `{"Regex": ...}`.
  init(_ field: TokenizerField) throws(TokenizerError) {
    if let text = field.member("String") {
      let bytes = try text.string().bytes
      guard !bytes.isEmpty else { throw text.mismatch("a text that is not empty") }
      self = .text(bytes)
      return
    }
    let regex = try field.require("Regex")
    var reader = PatternReader(try regex.string().text)
    guard let pattern = reader.pattern() else {
      throw .unknownKind(
        source: regex.source, component: regex.path, kind: try regex.string().text,
        known: ["a text", "one character, escape or set, repeated by +, {n}, {n,} or {n,m}"])
    }
    self = pattern
  }

  func search(in text: [UInt8]) -> PatternSearch { PatternSearch(self) }
}

/// A set of characters: some by trait, some by themselves.
struct CharacterClass: Sendable {
  var traits: CharacterTraits = []
  var scalars: [UInt32] = []
  var isNegated = false

  func contains(_ scalar: UInt32) -> Bool {
    let isMember = !CharacterTraitsTable.shared[scalar].isDisjoint(with: traits) || scalars.contains(scalar)
    return isMember != isNegated
  }
}

/// The matches of a pattern in a text, leftmost first, none overlapping.
struct PatternSearch {
  private let pattern: LiteralPattern
  private var index = 0

  init(_ pattern: LiteralPattern) { self.pattern = pattern }

  mutating func next(_ text: Span<UInt8>) -> Range<Int>? { next(text, text.count) }

  mutating func next(_ text: Span<UInt8>, from start: Int, _ end: Int) -> Range<Int>? {
    index = max(index, start)
    return next(text, end)
  }

  private mutating func next(_ text: Span<UInt8>, _ end: Int) -> Range<Int>? {
    switch pattern {
    case .text(let literal): next(literal.span, text, end)
    case .run(let set, let minimum, let maximum): next(set, minimum, maximum, text, end)
    }
  }

  private mutating func next(_ literal: Span<UInt8>, _ text: Span<UInt8>, _ end: Int) -> Range<Int>? {
    guard !literal.isEmpty else { return nil }
    while index <= end - literal.count {
      var count = 0
      while count < literal.count && text[index + count] == literal[count] { count += 1 }
      if count == literal.count {
        index += count
        return index - count..<index
      }
      index += 1
    }
    return nil
  }

  private mutating func next(
    _ set: CharacterClass, _ minimum: Int, _ maximum: Int, _ text: Span<UInt8>, _ end: Int
  ) -> Range<Int>? {
    while index < end {
      let start = index
      var count = 0
      while index < end && count < maximum {
        let (scalar, length, _) = UTF8Text.decode(text, at: index)
        guard set.contains(scalar) else { break }
        index += length
        count += 1
      }
      if count >= minimum { return start..<index }
      // What follows a run that is too short is not in the set.
      if index < end && count < maximum { index += UTF8Text.decode(text, at: index).length }
    }
    return nil
  }
}
