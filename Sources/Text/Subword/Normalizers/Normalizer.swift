/// What is done to a text before it is cut into words.
enum Normalizer: Sendable {
  /// Nothing.
  case none
  case bert(BertNormalizer)

  /// From `normalizer` of tokenizer.json.
  init(_ field: TokenizerField?) throws(TokenizerError) {
    guard let field else {
      self = .none
      return
    }
    switch try field.kind() {
    case "BertNormalizer": self = .bert(try BertNormalizer(field))
    case let kind: throw field.unknownKind(kind, known: ["BertNormalizer"])
    }
  }

  /// Normalises one range of a text that is UTF-8; `codePoint` is the number of the range's first code point.
  func normalize(_ text: Span<UInt8>, _ range: Range<Int>, codePoint: Int, into normalized: inout NormalizedText) {
    switch self {
    case .none: Normalizer.copy(text, range, codePoint: codePoint, into: &normalized)
    case .bert(let normalizer): normalizer.normalize(text, range, codePoint: codePoint, into: &normalized)
    }
  }

  /// A short text, such as an added token, normalised.
  func normalized(_ text: [UInt8]) -> [UInt8] {
    let text = UTF8Text.repaired(text)
    var normalized = NormalizedText(isAligned: false)
    normalize(text.span, 0..<text.count, codePoint: 0, into: &normalized)
    return normalized.bytes
  }

  private static func copy(_ text: Span<UInt8>, _ range: Range<Int>, codePoint: Int, into normalized: inout NormalizedText) {
    var codePoint = codePoint
    var index = range.lowerBound
    while index < range.upperBound {
      let (scalar, length, _) = UTF8Text.decode(text, at: index)
      normalized.append(scalar, source: codePoint)
      index += length
      codePoint += 1
    }
  }
}
