extension NormalizedText {
  /// Replaces each scalar by others, each of which stands for what the scalar stood for.
  mutating func mapScalars(_ map: (_ scalar: UInt32, _ append: (UInt32) -> Void) -> Void) {
    let old = self
    removeAll()
    bytes.reserveCapacity(old.bytes.count)
    var index = 0
    while index < old.bytes.count {
      let (scalar, length, _) = UTF8Text.decode(old.bytes.span, at: index)
      let alignment = isAligned ? old.alignment(at: index) : (0, 0)
      map(scalar) { append($0, alignment) }
      index += length
    }
  }

  /// Full lower case.
  mutating func lowercase() {
    if UTF8Text.endOfASCII(bytes.span, from: 0) == bytes.count { return lowercaseASCII() }
    let traits = CharacterTraitsTable.shared
    let lowercase = ScalarMapping.lowercase
    mapScalars { scalar, append in
      guard traits[scalar].contains(.lowercases) else { return append(scalar) }
      for index in lowercase.indices(of: scalar) { append(lowercase[index]) }
    }
  }

  private mutating func lowercaseASCII() {
    for index in bytes.indices where bytes[index] &- 65 < 26 { bytes[index] |= 32 }
  }

  /// Drops marks of every kind (general category M), as StripAccents does.
  mutating func removeCombiningMarks() {
    if UTF8Text.endOfASCII(bytes.span, from: 0) == bytes.count { return }
    let traits = CharacterTraitsTable.shared
    mapScalars { scalar, append in
      if !traits[scalar].contains(.combiningMark) { append(scalar) }
    }
  }

  /// The cleaning of sentencepiece's nmt rules (`normalizers/unicode.rs`, `do_nmt`).
  mutating func applyNmt() {
    mapScalars { scalar, append in
      switch scalar {
      case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: break
      case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: append(0x20)
      default: append(scalar)
      }
    }
  }

  /// Each byte becomes the character that stands for it.
  mutating func mapBytesToCharacters() {
    mapScalars { scalar, append in
      UTF8Text.forEachByte(of: scalar) { append(ByteAlphabet.characters[Int($0)]) }
    }
  }

  /// Takes white space away at the ends.
  mutating func strip(left: Bool, right: Bool) {
    let traits = CharacterTraitsTable.shared
    var start = 0
    var end = bytes.count
    while left && start < end {
      let (scalar, length, _) = UTF8Text.decode(bytes.span, at: start)
      guard traits[scalar].contains(.whiteSpace) else { break }
      start += length
    }
    while right && end > start {
      let (scalar, length) = UTF8Text.decode(bytes.span, before: end)
      guard traits[scalar].contains(.whiteSpace) else { break }
      end -= length
    }
    if start > 0 || end < bytes.count { self = part(start..<end) }
  }

  /// A part as a text of its own.
  func part(_ range: Range<Int>) -> NormalizedText {
    if range == 0..<bytes.count { return self }
    var part = NormalizedText(isAligned: isAligned)
    part.append(self, range)
    return part
  }

  /// Takes the code points of this text for scalars of `old`, and puts those in their place that they stand for.
  mutating func realign(through old: borrowing NormalizedText) {
    guard isAligned else { return }
    var scalars: [Int] = []
    for index in old.bytes.indices where old.bytes[index] & 0xC0 != 0x80 { scalars.append(index) }
    let new = self
    removeAll()
    var index = 0
    while index < new.bytes.count {
      let (scalar, length, _) = UTF8Text.decode(new.bytes.span, at: index)
      let source = new.source(of: index..<index + 1)
      let start = old.alignment(at: scalars[source.lowerBound]).start
      append(scalar, (start, old.alignment(at: scalars[max(source.lowerBound, source.upperBound - 1)]).end))
      index += length
    }
  }
}
