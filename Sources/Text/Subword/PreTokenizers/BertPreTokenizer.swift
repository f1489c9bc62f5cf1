/// BERT's words: white space separates, every punctuation character stands alone (`pre_tokenizers/bert.rs`).
struct BertPreTokenizer: Sendable {
  private enum Kind: UInt8 { case letter, space, punctuation, beyondASCII }

  private let kinds: [UInt8]
  private let traits = CharacterTraitsTable.shared

  init() {
    let traits = traits
    kinds = (0..<256).map { byte in
      byte >= 128 ? Kind.beyondASCII.rawValue : BertPreTokenizer.kind(traits[UInt32(byte)]).rawValue
    }
  }

  private static func kind(_ traits: CharacterTraits) -> Kind {
    traits.contains(.whiteSpace) ? .space : traits.contains(.punctuation) ? .punctuation : .letter
  }

  func split(_ text: Span<UInt8>, _ range: Range<Int>, into words: inout WordRanges) {
    let kinds = kinds.span
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      var kind = kinds[Int(text[index])]
      var length = 1
      if kind == Kind.beyondASCII.rawValue {
        let decoded = UTF8Text.decode(text, at: index)
        length = decoded.length
        kind = BertPreTokenizer.kind(traits[decoded.scalar]).rawValue
      }
      if kind != Kind.letter.rawValue {
        if start < index { words.append(start, index) }
        start = index + length
        if kind == Kind.punctuation.rawValue { words.append(index, start) }
      }
      index += length
    }
    if start < range.upperBound { words.append(start, range.upperBound) }
  }
}
