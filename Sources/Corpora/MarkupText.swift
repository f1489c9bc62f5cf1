internal import Files

/// The text of a stretch of SGML: tags and comments become a space, character references are decoded, white space is collapsed
/// to single spaces and trimmed. Close to jsoup's `text()`, which Anserini applies to TREC documents.
struct MarkupText {
  private(set) var bytes: [UInt8] = []
  private var owesSpace = false

  /// The text of one range.
  static func text(of bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var text = MarkupText()
    text.append(bytes, range)
    return text.bytes
  }

  /// Appends the text of a range, one space behind what is there.
  mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) {
    owesSpace = true
    var position = range.lowerBound
    while position < range.upperBound {
      switch source[position] {
      case UInt8(ascii: "<"):
        if let end = Self.markupEnd(source, position..<range.upperBound) {
          owesSpace = true
          position = end
        } else {
          put(UInt8(ascii: "<"))
          position += 1
        }
      case UInt8(ascii: "&"):
        position = reference(source, position..<range.upperBound)
      case let byte:
        if isWhiteSpace(byte) { owesSpace = true } else { put(byte) }
        position += 1
      }
    }
  }

  private mutating func put(_ byte: UInt8) {
    if owesSpace {
      if !bytes.isEmpty { bytes.append(32) }
      owesSpace = false
    }
    bytes.append(byte)
  }

  /// Behind the tag or comment that begins at the range's start; nil when it is only a less-than sign.
  private static func markupEnd(_ source: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let next = range.lowerBound + 1
    guard next < range.upperBound else { return nil }
    if source.begins(with: "<!--", at: range.lowerBound) {
      var position = next
      while let hit = ByteSearch.first(UInt8(ascii: ">"), in: source, position..<range.upperBound) {
        if hit >= next + 5, source[hit - 1] == UInt8(ascii: "-"), source[hit - 2] == UInt8(ascii: "-") { return hit + 1 }
        position = hit + 1
      }
      return nil
    }
    switch source[next] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "/"),
      UInt8(ascii: "!"), UInt8(ascii: "?"):
      return ByteSearch.first(UInt8(ascii: ">"), in: source, next..<range.upperBound).map { $0 + 1 }
    default: return nil
    }
  }

  /// Decodes the character reference at the range's start; what is none stays as it stands. Returns where to go on.
  private mutating func reference(_ source: Span<UInt8>, _ range: Range<Int>) -> Int {
    let start = range.lowerBound + 1
    let limit = min(range.upperBound, start + 10)
    guard let end = ByteSearch.first(UInt8(ascii: ";"), in: source, start..<limit), end > start,
      let scalar = CharacterReferences.scalar(source.copy(start..<end))
    else {
      put(UInt8(ascii: "&"))
      return start
    }
    if scalar == "\u{A0}" || (scalar.isASCII && isWhiteSpace(UInt8(scalar.value))) {
      owesSpace = true
    } else {
      for byte in String(scalar).utf8 { put(byte) }
    }
    return end + 1
  }
}
