internal import Bytes

/// The normaliser Precompiled: sentencepiece's table of characters and what takes their place, usually a form of NFKC
/// (`spm_precompiled`, `normalizers/precompiled.rs` of `tokenizers`).
///
/// The text is looked up grapheme by grapheme, where that has fewer than six bytes, else character by character; what is found
/// is the shortest key that the grapheme begins with, and it stands for the whole grapheme.
struct CharacterMap: Sendable {
  /// The keys as a double array of darts-clone; the values are places in `values`. Every step that can be made is inside.
  let units: [UInt32]
  /// UTF-8 texts, each ended by a NUL.
  let values: [UInt8]
  /// Whether an ASCII byte stays as it is whatever ASCII stands around it.
  private var isPlain = [Bool](repeating: false, count: 256)

  /// `units` and `values` must be sound, see `CharacterMap.init(decoding:)`.
  init(units: [UInt32], values: [UInt8]) {
    self.units = units
    self.values = values
    for byte: UInt8 in 0..<128 where byte != 13 { isPlain[Int(byte)] = value([byte].span, 0..<1) == nil }
  }

  /// Normalises a text; offsets are kept by place, as the reference does.
  func apply(to text: inout NormalizedText) {
    if endOfPlain(text.bytes.span, from: 0) == text.bytes.count { return }
    if text.isAligned { return applyAligned(to: &text) }
    let old = text.bytes
    text.removeAll()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(old.count + 16)
    forEachPart(old.span) { part, value in
      if let value { bytes.append(contentsOf: values[value]) } else { bytes.append(contentsOf: old[part]) }
    }
    text.bytes = bytes
  }

  private func applyAligned(to text: inout NormalizedText) {
    var changes: [(scalar: UInt32, change: Int)] = []
    changes.reserveCapacity(text.bytes.count)
    var isModified = false
    let old = text.bytes
    let bytes = old.span
    let values = values.span
    forEachPart(bytes) { part, value in
      guard let value else { return UTF8Text.forEachScalar(bytes, part) { changes.append(($0, 0)) } }
      isModified = true
      let start = changes.count
      UTF8Text.forEachScalar(values, value) { changes.append(($0, 0)) }
      let added = changes.count - start - UTF8Text.scalarCount(bytes, part)
      for index in max(start, changes.count - max(0, added))..<changes.count { changes[index].change = 1 }
      // What is removed goes to the scalar before it, even where that was added; at the beginning nothing keeps count.
      if added < 0 && !changes.isEmpty { changes[changes.count - 1].change += added }
    }
    if isModified { text.apply(changes) }
  }

  /// Cuts a text into parts with the places of their values; runs that stay as they are have none.
  @inline(__always)
  private func forEachPart(_ text: Span<UInt8>, _ body: (_ part: Range<Int>, _ value: Range<Int>?) -> Void) {
    var index = 0
    while index < text.count {
      let plain = endOfPlain(text, from: index)
      if plain > index {
        body(index..<plain, nil)
        index = plain
        continue
      }
      let end = endOfGrapheme(text, from: index)
      if end - index < 6, let value = value(text, index..<end) {
        body(index..<end, value)
        index = end
      }
      while index < end {
        let part = index..<index + UTF8Text.decode(text, at: index).length
        body(part, value(text, part))
        index = part.upperBound
      }
    }
  }

  /// The end of bytes that are graphemes of their own and stay as they are; what follows ASCII may join its last.
  private func endOfPlain(_ text: Span<UInt8>, from start: Int) -> Int {
    let isPlain = isPlain.span
    var index = start
    while index < text.count && isPlain[Int(text[index])] { index += 1 }
    return index < text.count && index > start && text[index] >= 0x80 ? index - 1 : index
  }

  private func endOfGrapheme(_ text: Span<UInt8>, from start: Int) -> Int {
    var breaks = GraphemeBreaks()
    let categories = GraphemeCategories.shared
    var index = start
    while index < text.count {
      let (scalar, length, _) = UTF8Text.decode(text, at: index)
      if breaks.begins(scalar, categories[scalar]) && index > start { break }
      index += length
    }
    return index
  }

  /// The value of the shortest key that a range begins with.
  private func value(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    let units = units.span
    var place = units[0].offset
    for index in range {
      let byte = text[index]
      if byte == 0 { break }
      place ^= Int(byte)
      let unit = units[place]
      if unit.label != UInt32(byte) { break }
      place ^= unit.offset
      if unit.hasValue { return valueRange(Int(units[place] & 0x7FFF_FFFF)) }
    }
    return nil
  }

  private func valueRange(_ start: Int) -> Range<Int> {
    let values = values.span
    var end = start
    while end < values.count && values[end] != 0 { end += 1 }
    return start..<end
  }
}

/// A unit of darts-clone's double array.
extension UInt32 {
  /// The byte that leads to it; more than a byte for a value.
  fileprivate var label: UInt32 { self & 0x8000_00FF }
  /// Whether a value stands where its children would by byte 0.
  fileprivate var hasValue: Bool { self & 0x100 != 0 }
  /// How far its children are.
  fileprivate var offset: Int { Int(self >> 10) << Int((self & 0x200) >> 6) }
}

extension CharacterMap {
  /// From `precompiled_charsmap`.
  init(_ field: TokenizerField) throws(TokenizerError) {
    guard let bytes = Base64.decode(try field.string().bytes) else {
      throw .field(source: field.source, field: field.path, expected: "base 64", found: "another text")
    }
    guard let map = CharacterMap(decoding: bytes) else {
      throw .field(
        source: field.source, field: field.path, expected: "a double array and its values as sentencepiece writes them",
        found: "damaged")
    }
    self = map
  }

  /// Reads the contents of `precompiled_charsmap`: the size of the double array in bytes, the array, the values.
  ///
  /// Nil when the array is not whole, when a step or a value leads outside, or when the values are not UTF-8.
  init?(decoding bytes: [UInt8]) {
    guard bytes.count >= 4 else { return nil }
    let count = Int(CharacterMap.word(bytes, 0)) / 4
    // darts-clone fills blocks of 256, so that every byte leads from a place inside to another.
    guard count > 0 && count % 256 == 0 && count <= (bytes.count - 4) / 4 else { return nil }
    let units = (0..<count).map { CharacterMap.word(bytes, 4 + 4 * $0) }
    let values = Array(bytes[(4 + 4 * count)...])
    guard UTF8Text.isValid(values), CharacterMap.isSound(units, values) else { return nil }
    self.init(units: units, values: values)
  }

  private static func word(_ bytes: [UInt8], _ index: Int) -> UInt32 {
    UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16 | UInt32(bytes[index + 3]) << 24
  }

  /// Walks everything that can be reached.
  private static func isSound(_ units: [UInt32], _ values: [UInt8]) -> Bool {
    let units = units.span
    var isSeen = [Bool](repeating: false, count: units.count)
    guard units[0].offset < units.count else { return false }
    var pending = [units[0].offset]
    isSeen[pending[0]] = true
    while let place = pending.popLast() {
      for byte in 1..<256 where units[place ^ byte].label == UInt32(byte) {
        let child = (place ^ byte) ^ units[place ^ byte].offset
        guard child < units.count else { return false }
        if units[place ^ byte].hasValue && !isStart(Int(units[child] & 0x7FFF_FFFF), values) { return false }
        if !isSeen[child] { pending.append(child) }
        isSeen[child] = true
      }
    }
    return true
  }

  /// Whether a text can begin there.
  private static func isStart(_ place: Int, _ values: [UInt8]) -> Bool {
    place == values.count || place < values.count && values[place] & 0xC0 != 0x80
  }
}
