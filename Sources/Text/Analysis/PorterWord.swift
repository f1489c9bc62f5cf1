/// A word while it is stemmed: its letters stay in the caller's bytes, what the rules ask about them stands in two registers.
///
/// `tail` makes a suffix test one comparison, `vowels` makes Porter's measure a few bit operations whatever the word's length.
struct PorterWord {
  /// Position of the first letter in the caller's bytes.
  let start: Int
  /// Index of the last letter.
  private(set) var last: Int
  /// The last eight letters, the last one lowest; zeros above a shorter word.
  private(set) var tail: UInt64 = 0
  /// Bit n is set when letter `origin + n` is a vowel. Bits after the last letter mean nothing.
  private var vowels: UInt64 = 0
  private let origin: Int

  /// No rule looks further back from the end than this, apart from what the summary of the letters before it tells.
  private static let window = 48
  private static let summaryBits = 8

  /// Reads the `count` small letters (or other bytes, which are consonants) from `start`.
  @inline(__always) init(_ bytes: Span<UInt8>, start: Int, count: Int) {
    self.start = start
    last = count - 1
    let first = count <= 64 ? 0 : count - PorterWord.window
    var previous = Letter(isVowel: true)
    var bit: UInt64 = 1
    if first == 0 {
      origin = 0
    } else {
      origin = first - PorterWord.summaryBits
      vowels = PorterWord.summary(bytes, start..<start + first, &previous)
      bit <<= UInt64(PorterWord.summaryBits)
    }
    for index in start + first..<start + count {
      let byte = bytes[index]
      previous = Letter(byte, after: previous)
      if previous.isVowel { vowels |= bit }
      bit <<= 1
      tail = tail << 8 | UInt64(byte)
    }
  }

  /// A vowel is a, e, i, o, u, or a y after a consonant. A y that begins the word is a consonant: as if a vowel stood before it.
  struct Letter {
    var isVowel: Bool
    @inline(__always) init(isVowel: Bool) { self.isVowel = isVowel }
    @inline(__always) init(_ byte: UInt8, after previous: Letter) {
      let place = byte ^ 0x60
      isVowel = (0x20_8222 as UInt64) >> UInt64(place) & 1 == 1 || (place == 25 && !previous.isVowel)
    }
  }

  /// Stands for a long word's first letters: eight letters that end alike and have as many vowel-consonant steps, but at most two,
  /// since no rule counts further.
  private static func summary(_ bytes: Span<UInt8>, _ letters: Range<Int>, _ previous: inout Letter) -> UInt64 {
    var steps = 0
    var wasVowel = false
    for index in letters {
      previous = Letter(bytes[index], after: previous)
      if wasVowel && !previous.isVowel { steps += 1 }
      wasVowel = previous.isVowel
    }
    let pattern: UInt64 = steps == 0 ? 0 : steps == 1 ? 0b0100_0000 : 0b0101_0000
    return wasVowel ? pattern >> 1 | 0b1000_0000 : pattern
  }
}

// What the rules ask.
extension PorterWord {
  /// The last letter.
  @inline(__always) var final: UInt8 { UInt8(truncatingIfNeeded: tail) }
  /// The last letter but one.
  @inline(__always) var penultimate: UInt8 { UInt8(truncatingIfNeeded: tail >> 8) }

  /// True when the word ends so.
  @inline(__always) func ends(_ rule: PorterRule) -> Bool { tail & rule.mask == rule.suffix }

  /// One bit for each vowel-consonant step of the letters up to an index: their number is Porter's m.
  @inline(__always) private func steps(through index: Int) -> UInt64 {
    let bit = index - origin
    guard bit > 0 else { return 0 }
    return vowels & ~(vowels >> 1) & ((1 << UInt64(bit)) - 1)
  }

  /// m > 0 for the letters up to an index.
  @inline(__always) func hasMeasure(through index: Int) -> Bool { steps(through: index) != 0 }

  /// m > 1 for the letters up to an index.
  @inline(__always) func hasMeasureOverOne(through index: Int) -> Bool {
    let steps = steps(through: index)
    return steps & (steps &- 1) != 0
  }

  /// True when a letter up to an index is a vowel.
  @inline(__always) func hasVowel(through index: Int) -> Bool {
    let bit = index - origin
    return bit >= 0 && vowels & ((2 << UInt64(bit)) &- 1) != 0
  }

  @inline(__always) private func isVowel(_ index: Int) -> Bool { vowels >> UInt64(index - origin) & 1 == 1 }

  /// True when the word ends in a consonant doubled.
  @inline(__always) var endsInDouble: Bool { last >= 1 && final == penultimate && !isVowel(last) }

  /// True when the three letters up to an index are consonant, vowel, consonant and the last is not w, x or y.
  @inline(__always) func isShort(through index: Int, letter: UInt8) -> Bool {
    guard index >= 2, !isVowel(index), isVowel(index - 1), !isVowel(index - 2) else { return false }
    return letter != UInt8(ascii: "w") && letter != UInt8(ascii: "x") && letter != UInt8(ascii: "y")
  }
}

// What the rules do.
extension PorterWord {
  /// Cuts the word after the letter at an index.
  @inline(__always) mutating func cut(after index: Int, _ bytes: Span<UInt8>) {
    last = index
    tail = 0
    for place in max(0, index - 7)...max(0, index) { tail = tail << 8 | UInt64(bytes[start + place]) }
  }

  /// Puts a rule's replacement in the place of what the rule strips. No replacement holds a y.
  mutating func replace(_ rule: PorterRule, _ bytes: inout MutableSpan<UInt8>) {
    var index = last - rule.stripped
    for place in stride(from: rule.replacementLength - 1, through: 0, by: -1) {
      index += 1
      write(UInt8(truncatingIfNeeded: rule.replacement >> (8 * UInt64(place))), at: index, &bytes)
    }
    cut(after: index, bytes.span)
  }

  /// Writes a letter; `tail` is not renewed.
  private mutating func write(_ letter: UInt8, at index: Int, _ bytes: inout MutableSpan<UInt8>) {
    bytes[start + index] = letter
    let bit: UInt64 = 1 << UInt64(index - origin)
    vowels = Letter(letter, after: Letter(isVowel: true)).isVowel ? vowels | bit : vowels & ~bit
  }

  /// Adds a letter at the end.
  mutating func append(_ letter: UInt8, _ bytes: inout MutableSpan<UInt8>) {
    write(letter, at: last + 1, &bytes)
    last += 1
    tail = tail << 8 | UInt64(letter)
  }

  /// Changes the last letter.
  mutating func changeFinal(_ letter: UInt8, _ bytes: inout MutableSpan<UInt8>) {
    write(letter, at: last, &bytes)
    tail = tail & ~255 | UInt64(letter)
  }
}
