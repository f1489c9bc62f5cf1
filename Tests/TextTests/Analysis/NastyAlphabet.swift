/// Characters whose part in word breaks is stated by hand from UAX #29's and UTS #51's tables, for random texts.
enum NastyAlphabet {
  static let traits: [Unicode.Scalar: Set<Trait>] = {
    var all: [Unicode.Scalar: Set<Trait>] = [:]
    func add(_ characters: String, _ traits: Set<Trait>) { for scalar in characters.unicodeScalars { all[scalar] = traits } }
    add("aeinstyzASY\u{C0}\u{E9}\u{DF}\u{3A3}\u{130}\u{212A}\u{23A}\u{10400}\u{AC00}\u{1C90}\u{1E900}", [.letter])
    add("\u{5D0}\u{5EA}", [.letter, .hebrew])
    add("059", [.number, .keyBase])
    add("\u{661}\u{FF11}\u{1D7CE}", [.number])
    add("#*", [.keyBase])
    add("\u{30AB}\u{30FC}\u{FF76}", [.katakana])
    add(":\u{B7}", [.midLetter])
    add(",;", [.midNumber])
    add(".\u{2019}\u{FF07}", [.midLetter, .midNumber])
    add("'", [.midLetter, .midNumber, .single])
    add("\"", [.double])
    add("_\u{203F}", [.underscore])
    add("\u{4E2D}\u{20000}", [.han])
    add("\u{3042}", [.hiragana])
    add("\u{1F1E9}\u{1F1EA}", [.regional])
    add("\u{E01}\u{1000}", [.southEastAsian])
    add("\u{E31}", [.southEastAsian, .glue])
    add("\u{301}\u{AD}\u{200E}", [.glue])
    add("\u{200D}", [.glue, .zwj])
    add("\u{FE0E}", [.glue, .textStyle])
    add("\u{FE0F}", [.glue, .emojiStyle])
    add("\u{20E3}", [.glue, .keycap])
    add("\u{1F600}\u{A9}\u{3030}\u{1FB80}", [.pictograph])
    add("\u{2139}", [.pictograph, .letter])
    add("\u{1F44D}\u{1F469}", [.pictograph, .base])
    add("\u{1F3FD}", [.modifier, .glue])
    add("\u{E0067}\u{E0062}", [.tag, .glue])
    add("\u{E007F}", [.endTag, .glue])
    add(" -\n\u{FFFD}\u{3000}", [])
    return all
  }()

  static func of(_ scalar: Unicode.Scalar) -> Set<Trait> { traits[scalar] ?? [] }

  /// The characters in code point order.
  static let scalars = traits.keys.sorted { $0.value < $1.value }

  /// Ill-formed sequences: a bare continuation, overlong, surrogate, cut short, past U+10FFFF, no UTF-8 byte at all.
  static let broken: [[UInt8]] = [
    [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xC3],
  ]
}
