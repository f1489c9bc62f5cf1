/// How a normalised text is cut into the words that the model sees.
indirect enum PreTokenizer: Sendable {
  /// The text is one word.
  case none
  case bert(BertPreTokenizer)
  case byteLevel(ByteLevel)
  case metaspace(Metaspace)
  case pattern(PatternSplit)
  /// Runs of word characters (`\w`) and runs of anything else but white space.
  case whitespace
  /// WhitespaceSplit, Punctuation, Digits.
  case characters(CharacterSplit)
  case sequence([PreTokenizer])

  /// Whether words are not always parts of the text as it stands: `apply` must be called, not `split`.
  var rewrites: Bool {
    switch self {
    case .byteLevel(let byteLevel): byteLevel.rewrites
    case .metaspace: true
    case .sequence(let steps): steps.contains(where: \.rewrites)
    default: false
    }
  }

  /// Whether it must be known where words stand in the original, even when offsets are not asked for.
  var needsOffsets: Bool {
    switch self {
    case .metaspace(let metaspace): metaspace.needsOffsets
    case .sequence(let steps): steps.contains(where: \.needsOffsets)
    default: false
    }
  }

  /// Adds the words of a range of UTF-8 bytes; only for pre-tokenizers that do not rewrite.
  func split(_ text: Span<UInt8>, _ range: Range<Int>, into words: inout WordRanges) {
    switch self {
    case .none, .metaspace: if !range.isEmpty { words.append(range.lowerBound, range.upperBound) }
    case .bert(let preTokenizer): preTokenizer.split(text, range, into: &words)
    case .byteLevel(let byteLevel): byteLevel.split(text, range, into: &words)
    case .pattern(let pattern): pattern.split(text, range, into: &words)
    case .whitespace: PreTokenizer.splitWhitespace(text, range, into: &words)
    case .characters(let characters): characters.split(text, range, into: &words)
    case .sequence(let steps): PreTokenizer.split(text, range, steps[...], into: &words)
    }
  }

  private static func split(
    _ text: Span<UInt8>, _ range: Range<Int>, _ steps: ArraySlice<PreTokenizer>, into words: inout WordRanges
  ) {
    guard let last = steps.last else { return PreTokenizer.none.split(text, range, into: &words) }
    if steps.count == 1 { return last.split(text, range, into: &words) }
    var pieces = WordRanges()
    split(text, range, steps.dropLast(), into: &pieces)
    for index in 0..<pieces.count { last.split(text, pieces[index], into: &words) }
  }

  /// Cuts the words of a text further, and rewrites the text where that is part of it.
  func apply(to text: inout NormalizedText, _ words: inout WordRanges) {
    switch self {
    case .byteLevel(let byteLevel): byteLevel.apply(to: &text, &words)
    case .metaspace(let metaspace): metaspace.apply(to: &text, &words)
    case .sequence(let steps): for step in steps { step.apply(to: &text, &words) }
    default: refine(text.bytes.span, &words)
    }
  }

  /// Cuts each word further.
  func refine(_ text: Span<UInt8>, _ words: inout WordRanges) {
    var refined = WordRanges()
    refined.reserve(forBytes: text.count)
    for index in 0..<words.count { split(text, words[index], into: &refined) }
    words = refined
  }
}
