/// Finds words as Lucene's StandardTokenizer does: at each place the longest match of the grammar, at most 255 UTF-16 units long
/// because Lucene's scanner sees no further; where nothing matches, one code point is skipped.
///
/// Source: Lucene 10's `StandardTokenizerImpl.jflex` and UAX #29; a word longer than 255 units is cut there, not dropped.
struct WordBreaker: Sendable {
  static let longest = 255
  let tables = WordBreakTables.shared

  /// The position after the longest word that begins at `start`; `start` itself when none does.
  func end(in text: Span<UInt8>, from start: Int) -> Int {
    let index = tables.classes.index.span
    let pages = tables.classes.pages.span
    let transitions = tables.transitions.span
    var state = WordBreakAutomaton.start
    var position = start
    var end = start
    var units = 0
    while position < text.count {
      let scalar = UTF8Scalar.decode(text, position)
      units += scalar.length == 4 ? 2 : 1
      if units > WordBreaker.longest { break }
      let kind = lookUp(scalar.value, index, pages)
      state = transitions[Int(state) << 5 | Int(kind)]
      if state == WordBreakAutomaton.dead { break }
      position += scalar.length
      if state >= WordBreakAutomaton.firstAccepting { end = position }
    }
    return end
  }

  /// The end of those underscores, or zero-width joiners, from `start` on that begin no word because what they would have to join is
  /// out of their sight; `start` itself when there are none. Without this each character of a long row of them would be tried
  /// 255 places far.
  func barrenRow(_ text: Span<UInt8>, _ start: Int) -> Int {
    let length = text[start] == UInt8(ascii: "_") ? 1 : WordBreaker.isJoiner(text, start) ? 3 : 0
    if length == 0 { return start }
    var end = start + length
    while end < text.count && text[end] == text[start] && (length == 1 || WordBreaker.isJoiner(text, end)) { end += length }
    return max(start, end - (WordBreaker.longest - 1) * length)
  }

  /// True for U+200D at a position.
  @inline(__always) private static func isJoiner(_ text: Span<UInt8>, _ position: Int) -> Bool {
    position + 2 < text.count && text[position] == 0xE2 && text[position + 1] == 0x80 && text[position + 2] == 0x8D
  }
}

/// What an ASCII byte may do in a word.
///
/// A run of ASCII letters and digits is a whole word when what follows cannot lengthen it: the shortcut that takes most words past
/// the automaton. Underscores, and quotes, full stops, colons, commas and semicolons between letters or digits, can.
enum ASCIIRole {
  static let breaks: UInt8 = 0
  static let letterOrDigit: UInt8 = 1
  /// Joins what stands on both of its sides.
  static let middle: UInt8 = 2
  /// Only the automaton knows: underscore, the bases of keycaps, everything outside ASCII.
  static let open: UInt8 = 3

  static let ofByte: [UInt8] = (0...255).map { (byte: UInt8) in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      letterOrDigit
    case UInt8(ascii: "'"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: ";"): middle
    case UInt8(ascii: "_"), UInt8(ascii: "#"), UInt8(ascii: "*"), 0x80...255: open
    default: breaks
    }
  }
}
