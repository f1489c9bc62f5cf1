/// What a character is to the word-break grammar, stated by hand for the characters of `NastyAlphabet`.
enum Trait: Hashable, Sendable {
  case glue, zwj, textStyle, emojiStyle, letter, hebrew, number, katakana, midLetter, midNumber, underscore
  case han, hiragana, single, double, regional, southEastAsian, keyBase, keycap, pictograph, base, modifier, tag, endTag
}

/// A regular expression over traits, matched by sets of positions: no automaton, no tables.
indirect enum Grammar: Sendable {
  case one(Trait)
  /// A glue character that is no presentation selector.
  case plainGlue
  case then([Grammar])
  case either([Grammar])
  case star(Grammar)

  /// The positions where matches end that begin at `starts`.
  func ends(_ starts: Set<Int>, _ text: [Set<Trait>]) -> Set<Int> {
    switch self {
    case .one(let trait): Set(starts.filter { $0 < text.count && text[$0].contains(trait) }.map { $0 + 1 })
    case .plainGlue:
      Set(
        starts.filter { $0 < text.count && text[$0].contains(.glue) && text[$0].isDisjoint(with: [.textStyle, .emojiStyle]) }
          .map { $0 + 1 })
    case .then(let parts): parts.reduce(starts) { $1.ends($0, text) }
    case .either(let parts): parts.reduce([]) { $0.union($1.ends(starts, text)) }
    case .star(let part): Grammar.closure(part, starts, text)
    }
  }

  private static func closure(_ part: Grammar, _ starts: Set<Int>, _ text: [Set<Trait>]) -> Set<Int> {
    var all = starts
    var new = starts
    while !new.isEmpty {
      new = part.ends(new, text).subtracting(all)
      all.formUnion(new)
    }
    return all
  }

  static func plus(_ part: Grammar) -> Grammar { .then([part, .star(part)]) }
  static func maybe(_ part: Grammar) -> Grammar { .either([part, .then([])]) }
  /// UAX #29, WB4.
  static func glued(_ trait: Trait) -> Grammar { .then([.one(trait), .star(.one(.glue))]) }
}

/// Lucene's tokens as UAX #29 and UTS #51 state them: the slow twin of `WordBreaker`.
enum SlowWordBreaks {
  static let token: Grammar = {
    let join = Grammar.star(.glued(.underscore))
    func row(_ item: Grammar, _ between: Grammar) -> Grammar { .then([item, .star(.then([between, item]))]) }
    let numbers = row(.glued(.number), .either([join, .glued(.midNumber)]))
    let letters = row(.glued(.letter), .either([join, .glued(.midLetter)]))
    let hebrew = Grammar.then([
      .glued(.hebrew), .either([.glued(.single), .then([.glued(.double), .glued(.hebrew)])]),
    ])
    let part = Grammar.either([row(.glued(.katakana), join), .plus(.either([hebrew, numbers, letters]))])
    let word = Grammar.then([join, row(part, .plus(.glued(.underscore))), join])
    return .either(
      [word, .plus(.glued(.southEastAsian)), .glued(.han), .glued(.hiragana)] + [emoji, keycap]
        + [.then([.glued(.regional), .glued(.regional)])])
  }()

  private static let keycap = Grammar.then([
    .one(.keyBase), .star(.plainGlue), .maybe(.one(.emojiStyle)), .one(.keycap), .star(.plainGlue),
  ])

  private static let emoji: Grammar = {
    let joiners = Grammar.star(.one(.zwj))
    let pictograph = Grammar.then([joiners, .one(.pictograph), .star(.plainGlue), .maybe(.one(.emojiStyle))])
    let modified = Grammar.then([
      .maybe(.then([joiners, .one(.base), .star(.plainGlue)])), .one(.modifier), .star(.plainGlue),
    ])
    let element = Grammar.either([pictograph, modified])
    return .then([
      element, .either([.star(.then([.one(.zwj), element])), .then([.plus(.one(.tag)), .one(.endTag)])]),
    ])
  }()

  /// The words of a text, each found in at most 255 UTF-16 units.
  static func words(_ text: String, _ traits: (Unicode.Scalar) -> Set<Trait>) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var words: [String] = []
    var start = 0
    while start < scalars.count {
      var stop = start
      var units = 0
      while stop < scalars.count, units + scalars[stop].utf16.count <= 255 {
        units += scalars[stop].utf16.count
        stop += 1
      }
      let window = scalars[start..<stop]
      let length = token.ends([0], window.map(traits)).max() ?? 0
      if length > 0 { words.append(String(String.UnicodeScalarView(window.prefix(length)))) }
      start += max(1, length)
    }
    return words
  }
}
