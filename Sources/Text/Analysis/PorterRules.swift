/// A suffix of a word and what may stand in its place.
struct PorterRule: Sendable {
  /// The suffix's bytes, packed big-endian into the low end, and the mask over them.
  let suffix: UInt64
  let mask: UInt64
  let length: Int
  /// How many of the suffix's letters go; the others only have to be there.
  let stripped: Int
  /// The replacement's bytes likewise.
  let replacement: UInt64
  let replacementLength: Int

  init(_ suffix: StaticString, _ replacement: StaticString = "", keeping kept: Int = 0) {
    self.suffix = PorterRule.packed(suffix)
    length = suffix.utf8CodeUnitCount
    stripped = length - kept
    mask = (1 << (8 * UInt64(length))) - 1
    self.replacement = PorterRule.packed(replacement)
    replacementLength = replacement.utf8CodeUnitCount
  }

  private static func packed(_ text: StaticString) -> UInt64 {
    text.description.utf8.reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// The rules of a step, found by one letter of the word; the first that matches is the only one tried.
struct PorterStep: Sendable {
  let rules: [PorterRule]
  /// Where the rules of each letter begin: indexed by the letter's low five bits, one more entry than letters.
  let starts: [Int]

  /// Groups rules by the letter `fromEnd` places before the suffix's last, keeping their order within a letter.
  init(letterFromEnd: Int, _ rules: [PorterRule]) {
    let letters = rules.map { Int($0.suffix >> (8 * UInt64(letterFromEnd)) & 31) }
    self.rules = (0..<32).flatMap { letter in zip(letters, rules).filter { $0.0 == letter }.map(\.1) }
    starts = (0...32).map { letter in letters.count { $0 < letter } }
  }

  /// The rules that a word with this letter may match; none for a byte that is no small letter.
  @inline(__always) func candidates(_ letter: UInt8) -> Range<Int> {
    guard letter & 0xE0 == 0x60 else { return 0..<0 }
    let at = Int(letter & 31)
    return starts[at]..<starts[at + 1]
  }
}

/// The suffixes of Porter's algorithm as his later programs and Lucene's `PorterStemmer` have them: against the paper of 1980, step 2
/// takes `bli` (for `abli`) and `logi`. Steps are numbered as in the paper; Lucene's own count differs by one from the third on.
struct PorterRules: Sendable {
  static let shared = PorterRules()

  let step2 = PorterStep(
    letterFromEnd: 1,
    [
      PorterRule("ational", "ate"), PorterRule("tional", "tion"), PorterRule("enci", "ence"), PorterRule("anci", "ance"),
      PorterRule("izer", "ize"), PorterRule("bli", "ble"), PorterRule("alli", "al"), PorterRule("entli", "ent"),
      PorterRule("eli", "e"), PorterRule("ousli", "ous"), PorterRule("ization", "ize"), PorterRule("ation", "ate"),
      PorterRule("ator", "ate"), PorterRule("alism", "al"), PorterRule("iveness", "ive"), PorterRule("fulness", "ful"),
      PorterRule("ousness", "ous"), PorterRule("aliti", "al"), PorterRule("iviti", "ive"), PorterRule("biliti", "ble"),
      PorterRule("logi", "log"),
    ])

  let step3 = PorterStep(
    letterFromEnd: 0,
    [
      PorterRule("icate", "ic"), PorterRule("ative"), PorterRule("alize", "al"), PorterRule("iciti", "ic"),
      PorterRule("ical", "ic"), PorterRule("ful"), PorterRule("ness"),
    ])

  /// `ion` goes only after s or t.
  let step4 = PorterStep(
    letterFromEnd: 1,
    [
      PorterRule("al"), PorterRule("ance"), PorterRule("ence"), PorterRule("er"), PorterRule("ic"), PorterRule("able"),
      PorterRule("ible"), PorterRule("ant"), PorterRule("ement"), PorterRule("ment"), PorterRule("ent"),
      PorterRule("sion", keeping: 1),
      PorterRule("tion", keeping: 1), PorterRule("ou"), PorterRule("ism"), PorterRule("ate"), PorterRule("iti"),
      PorterRule("ous"),
      PorterRule("ive"), PorterRule("ize"),
    ])
}
