/// Finds the ends of words by the kinds of characters.
struct WordScanner: ~Escapable {
  enum Kind: UInt8 { case other, letter, number, space, beyondASCII }

  private let text: Span<UInt8>
  private let kinds = WordScanner.asciiKinds
  private let traits = CharacterTraitsTable.shared

  @_lifetime(copy text)
  init(_ text: Span<UInt8>) { self.text = text }

  private static let asciiKinds: [Kind] = (0..<256).map { byte in
    byte < 128 ? kind(CharacterTraitsTable.shared[UInt32(byte)]) : .beyondASCII
  }

  private static func kind(_ traits: CharacterTraits) -> Kind {
    if traits.contains(.letter) { return .letter }
    if traits.contains(.number) { return .number }
    return traits.contains(.space) ? .space : .other
  }

  /// The kind of the character that begins at an index inside, and its length.
  func kind(at index: Int) -> (kind: Kind, length: Int) {
    let kind = kinds[Int(text[index])]
    if kind != .beyondASCII { return (kind, 1) }
    let (scalar, length, _) = UTF8Text.decode(text, at: index)
    return (WordScanner.kind(traits[scalar]), length)
  }

  /// The end of the characters of a kind from `index` on, `limit` at most.
  func endOfRun(_ kind: Kind, from index: Int, limit: Int = .max) -> Int {
    let kinds = kinds.span
    var index = kind == .letter && limit == .max ? endOfASCIILetters(index) : index
    var count = 0
    while index < text.count && count < limit {
      var (found, length) = (kinds[Int(text[index])], 1)
      if found == .beyondASCII { (found, length) = self.kind(at: index) }
      if found != kind { break }
      index += length
      count += 1
    }
    return index
  }
}

extension WordScanner {
  /// The end of the ASCII letters from `index` on, eight bytes at a time, or a place before it near the end of the text.
  private func endOfASCIILetters(_ index: Int) -> Int {
    let raw = unsafe text.bytes
    var index = index
    // Inside the text: eight bytes are left at `index`.
    while index + 8 <= text.count {
      let word = UInt64(littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      let others = WordScanner.bytesBeyondLetters(word)
      if others != 0 { return index + others.trailingZeroBitCount / 8 }
      index += 8
    }
    return index
  }

  /// The top bit of each of eight bytes that is not an ASCII letter. Sums of seven-bit numbers do not reach the next byte.
  private static func bytesBeyondLetters(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let small = (word | ones &* 0x20) & (ones &* 0x7F)
    let fromA = small &+ ones &* (0x80 - 0x61)
    let beyondZ = small &+ ones &* (0x80 - 0x7B)
    return (~fromA | beyondZ | word) & (ones &* 0x80)
  }

  func endOfGPT2Word(_ index: Int) -> Int {
    let byte = text[index]
    if byte == 0x27, let end = endOfContraction(index, ignoresCase: false) { return end }
    if byte == 0x20 && index + 1 < text.count {
      let (kind, length) = kind(at: index + 1)
      if kind != .space { return endOfRun(kind, from: index + 1 + length) }
    }
    let (kind, length) = kind(at: index)
    return kind == .space ? endOfSpace(index) : endOfRun(kind, from: index + length)
  }

  func endOfCL100KWord(_ index: Int, digits: Int) -> Int {
    let byte = text[index]
    if byte == 0x27, let end = endOfContraction(index, ignoresCase: true) { return end }
    let (kind, length) = kind(at: index)
    if kind == .letter { return endOfRun(.letter, from: index + length) }
    if kind == .number { return endOfRun(.number, from: index, limit: digits) }
    let next = index + length < text.count ? self.kind(at: index + length) : (.space, 0)
    if next.kind == .letter && byte != 10 && byte != 13 { return endOfRun(.letter, from: index + length) }
    if kind == .other { return endOfLineBreaks(endOfRun(.other, from: index)) }
    if byte == 0x20 && next.kind == .other { return endOfLineBreaks(endOfRun(.other, from: index + 1)) }
    return endOfLastLineBreak(index) ?? endOfSpace(index)
  }

  func endOfCLIPWord(_ index: Int) -> Int {
    if text[index] == 0x27, let end = endOfContraction(index, ignoresCase: false) { return end }
    return endOfRun(kind(at: index).kind, from: index, limit: kind(at: index).kind == .number ? 1 : .max)
  }

  /// `\s+(?!\S)|\s+`: a run of white space but for its last character when something follows.
  private func endOfSpace(_ index: Int) -> Int {
    let end = endOfRun(.space, from: index)
    if end == text.count { return end }
    let last = end - UTF8Text.decode(text, before: end).length
    return last > index ? last : end
  }

  /// `\s*[\r\n]+`.
  private func endOfLastLineBreak(_ index: Int) -> Int? {
    var end = endOfRun(.space, from: index)
    while end > index && text[end - 1] != 10 && text[end - 1] != 13 { end -= 1 }
    return end > index ? end : nil
  }

  private func endOfLineBreaks(_ index: Int) -> Int {
    var index = index
    while index < text.count && (text[index] == 10 || text[index] == 13) { index += 1 }
    return index
  }

  /// `'s|'t|'re|'ve|'m|'ll|'d` at an apostrophe.
  private func endOfContraction(_ index: Int, ignoresCase: Bool) -> Int? {
    let first = letter(index + 1, ignoresCase)
    switch first {
    case 0x73, 0x74, 0x6D, 0x64: return index + 2
    case 0x72, 0x76: return letter(index + 2, ignoresCase) == 0x65 ? index + 3 : nil
    case 0x6C: return letter(index + 2, ignoresCase) == 0x6C ? index + 3 : nil
    // U+017F, the long s, is an s but for the case.
    case 0xC5: return ignoresCase && index + 2 < text.count && text[index + 2] == 0xBF ? index + 3 : nil
    default: return nil
    }
  }

  private func letter(_ index: Int, _ ignoresCase: Bool) -> UInt8 {
    if index >= text.count { return 0 }
    return ignoresCase && text[index] &- 65 < 26 ? text[index] | 32 : text[index]
  }
}
