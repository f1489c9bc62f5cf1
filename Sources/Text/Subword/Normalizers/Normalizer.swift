/// What is done to a text before it is cut into words.
///
/// Offsets follow the reference's bookkeeping (`tokenizers/src/tokenizer/normalizer.rs`): every byte of a normalised text keeps
/// the code points of the original that it stands for, whatever steps it went through.
indirect enum Normalizer: Sendable {
  /// Nothing.
  case none
  case bert(BertNormalizer)
  case unicode(NormalizationForm)
  case lowercase
  case stripAccents
  case nmt
  case precompiled(CharacterMap)
  /// Each byte becomes the visible character that stands for it in byte-level vocabularies.
  case byteLevel
  case strip(left: Bool, right: Bool)
  case prepend([UInt8])
  case replace(Replacement)
  case sequence([Normalizer])

  /// Normalises one range of a text that is UTF-8, whatever is in `normalized`; `codePoint` is the number of the range's first
  /// code point.
  func normalize(_ text: [UInt8], _ range: Range<Int>, codePoint: Int, into normalized: inout NormalizedText) {
    switch self {
    case .bert(let normalizer):
      normalized.removeAll()
      normalizer.normalize(text.span, range, codePoint: codePoint, into: &normalized)
    case .sequence(let steps):
      guard let first = steps.first else { return normalized.take(text, range, codePoint: codePoint) }
      first.normalize(text, range, codePoint: codePoint, into: &normalized)
      for step in steps.dropFirst() { step.apply(to: &normalized) }
    default:
      normalized.take(text, range, codePoint: codePoint)
      apply(to: &normalized)
    }
  }

  /// Normalises what is normalised already.
  func apply(to text: inout NormalizedText) {
    switch self {
    case .none: break
    case .bert(let normalizer): normalizer.apply(to: &text)
    case .unicode(let form): form.apply(to: &text)
    case .lowercase: text.lowercase()
    case .stripAccents: text.removeCombiningMarks()
    case .nmt: text.applyNmt()
    case .precompiled(let map): map.apply(to: &text)
    case .byteLevel: text.mapBytesToCharacters()
    case .strip(let left, let right): text.strip(left: left, right: right)
    case .prepend(let prefix): text.prepend(prefix)
    case .replace(let replacement): replacement.apply(to: &text)
    case .sequence(let steps): for step in steps { step.apply(to: &text) }
    }
  }

  /// A short text, such as an added token, normalised.
  func normalized(_ text: [UInt8]) -> [UInt8] {
    let text = UTF8Text.repaired(text)
    var normalized = NormalizedText(isAligned: false)
    normalize(text, 0..<text.count, codePoint: 0, into: &normalized)
    return normalized.bytes
  }
}
