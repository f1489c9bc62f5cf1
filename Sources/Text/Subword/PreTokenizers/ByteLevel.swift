internal import Bytes

/// GPT-2's pre-tokenizer: a space before the text where there is none, words by GPT-2's pattern, bytes as visible characters
/// (`pre_tokenizers/byte_level.rs`).
struct ByteLevel: Sendable {
  let addsPrefixSpace: Bool
  let usesPattern: Bool
  /// Whether the text keeps its bytes because the model reads them as characters.
  var keepsBytes = false

  init(_ field: TokenizerField) throws(TokenizerError) {
    addsPrefixSpace = try field.require("add_prefix_space").bool()
    usesPattern = try field.member("use_regex")?.bool() ?? true
  }

  var rewrites: Bool { addsPrefixSpace || !keepsBytes }

  /// The words of a range as its bytes stand.
  func split(_ text: Span<UInt8>, _ range: Range<Int>, into words: inout WordRanges) {
    if usesPattern { return WordPattern.gpt2.split(text, range, into: &words) }
    if !range.isEmpty { words.append(range.lowerBound, range.upperBound) }
  }

  func apply(to text: inout NormalizedText, _ words: inout WordRanges) {
    if addsPrefixSpace { text.addSpace(beforeEach: &words) }
    var refined = WordRanges()
    for index in 0..<words.count { split(text.bytes.span, words[index], into: &refined) }
    words = refined
    if !keepsBytes { text.mapBytesToCharacters(&words) }
  }
}

extension NormalizedText {
  /// Puts a space before each word that does not begin with one.
  mutating func addSpace(beforeEach words: inout WordRanges) {
    if words.count == 1 && words[0] == 0..<bytes.count {
      if bytes.first != 32 { prepend([32]) }
      return words.reset(to: 0..<bytes.count)
    }
    rewrite(&words) { word in
      if word.bytes.first != 32 { word.prepend([32]) }
    }
  }

  fileprivate mutating func mapBytesToCharacters(_ words: inout WordRanges) {
    rewrite(&words) { $0.mapBytesToCharacters() }
  }

  /// Rewrites each word on its own; what stands between words is dropped.
  mutating func rewrite(_ words: inout WordRanges, _ change: (inout NormalizedText) -> Void) {
    let old = self
    var changed = WordRanges()
    removeAll()
    for index in 0..<words.count {
      var word = old.part(words[index])
      change(&word)
      let start = bytes.count
      append(word, 0..<word.bytes.count)
      if start < bytes.count { changed.append(start, bytes.count) }
    }
    words = changed
  }
}
