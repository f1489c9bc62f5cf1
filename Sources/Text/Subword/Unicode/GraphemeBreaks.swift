/// The grapheme cluster break property (Unicode annex 29) as far as the tokenizers ask.
enum GraphemeCategory: UInt8, Sendable {
  // The numbers of `GraphemeTable`.
  case other, control, extend, conjunctExtend, linker, joiner, regional, prepend, spacing
  case leading, vowel, trailing, pictographic, consonant
  // Hangul syllables of two and of three letters.
  case open, closed
}

/// Categories of all scalars: a table of blocks of 128.
struct GraphemeCategories: Sendable {
  private var blocks = [UInt16](repeating: 0, count: 0x110000 >> 7)
  private var categories = [GraphemeCategory](repeating: .other, count: 128)

  static let shared = GraphemeCategories()

  private init() {
    let text = TableReader.characters(of: GraphemeTable.categories)
    var reader = TableReader(text)
    var end = 0
    while !reader.isAtEnd {
      let start = end + reader.number()
      end = start + reader.number()
      let category = GraphemeCategory(rawValue: UInt8(truncatingIfNeeded: reader.number())) ?? .other
      for scalar in start..<end { set(category, scalar) }
    }
    for syllable in 0..<11_172 { set(syllable % 28 == 0 ? .open : .closed, 0xAC00 + syllable) }
  }

  subscript(scalar: UInt32) -> GraphemeCategory {
    let block = Int(scalar >> 7)
    return block < blocks.count ? categories[Int(blocks[block]) << 7 | Int(scalar & 127)] : .other
  }

  private mutating func set(_ category: GraphemeCategory, _ scalar: Int) {
    let block = scalar >> 7
    if blocks[block] == 0 {
      blocks[block] = UInt16(truncatingIfNeeded: categories.count >> 7)
      categories.append(contentsOf: repeatElement(.other, count: 128))
    }
    categories[Int(blocks[block]) << 7 | scalar & 127] = category
  }
}

/// Finds extended grapheme clusters, fed with one scalar after the other (Unicode annex 29, rules GB3 to GB999).
struct GraphemeBreaks {
  private var last: GraphemeCategory?
  private var lastScalar: UInt32 = 0
  /// Regional indicators at the end, if their number is odd.
  private var isHalfFlag = false
  /// A pictographic character, and then marks, stand at the end, and whether a joiner stands behind them (GB11).
  private var endsInPictograph = false
  private var isJoined = false
  /// A consonant, and then marks, stand at the end (GB9c), and whether a linker is among the marks.
  private var endsInConsonant = false
  private var isLinked = false

  /// Whether a cluster begins with the scalar.
  mutating func begins(_ scalar: UInt32, _ category: GraphemeCategory) -> Bool {
    let begins = isBoundary(scalar, category)
    isJoined = category == .joiner && endsInPictograph
    let isMark = category == .conjunctExtend || category == .linker
    endsInPictograph = category == .pictographic || endsInPictograph && (isMark || category == .extend)
    endsInConsonant = category == .consonant || endsInConsonant && (isMark || category == .joiner)
    isLinked = category != .consonant && endsInConsonant && (isLinked || category == .linker)
    isHalfFlag = category == .regional && !(last == .regional && isHalfFlag)
    (last, lastScalar) = (category, scalar)
    return begins
  }

  private func isBoundary(_ scalar: UInt32, _ category: GraphemeCategory) -> Bool {
    switch (last, category) {
    case (nil, _): true
    case (.control, .control): lastScalar != 13 || scalar != 10
    case (.control, _), (_, .control): true
    case (.leading, .leading), (.leading, .vowel), (.leading, .open), (.leading, .closed): false
    case (.open, .vowel), (.vowel, .vowel), (.open, .trailing), (.vowel, .trailing): false
    case (.closed, .trailing), (.trailing, .trailing): false
    case (_, .extend), (_, .conjunctExtend), (_, .linker), (_, .joiner), (_, .spacing), (.prepend, _): false
    case (_, .consonant): !(endsInConsonant && isLinked)
    case (.joiner, .pictographic): !isJoined
    case (.regional, .regional): !isHalfFlag
    default: true
    }
  }
}
