internal import Bytes

/// WordPiece: a word is cut, from its beginning, into the longest tokens of the vocabulary; a word that cannot be cut so, or is
/// too long, is the unknown token (`tokenizers/src/models/wordpiece/mod.rs`).
struct WordPiece: Sendable {
  let vocabulary: DoubleArray
  private let unknown: Int32
  private let longestWord: Int
  /// Where the walk for a token inside a word begins: behind the prefix, usually `##`; nil when no token has it.
  private let continuation: UInt32?

  init(_ field: TokenizerField, _ vocabulary: Vocabulary?) throws(TokenizerError) {
    self.vocabulary = try vocabulary.tokens(of: field)
    let prefix = try field.member("continuing_subword_prefix")?.string() ?? "##"
    let unknownToken = try field.member("unk_token")?.string() ?? "[UNK]"
    guard let unknown = self.vocabulary.value(of: unknownToken.bytes) else {
      throw .missingToken(source: field.source, token: unknownToken, neededBy: "WordPiece (\(field.path).unk_token)")
    }
    self.unknown = unknown
    longestWord = try field.member("max_input_chars_per_word")?.count() ?? 100
    continuation = self.vocabulary.node(of: prefix.bytes, from: self.vocabulary.root)
  }

  /// Adds the tokens of words until the list is full.
  func tokenize(_ text: borrowing NormalizedText, _ words: borrowing WordRanges, into tokens: inout TokenList) {
    let bytes = text.bytes.span
    for index in 0..<words.count {
      if tokens.isFull { return }
      let word = words[index]
      let count = tokens.ids.count
      if isTooLong(bytes, word) || !cut(bytes, word, text, &tokens) {
        tokens.truncate(to: count)
        tokens.append(unknown, word, of: text)
      }
    }
  }

  private func isTooLong(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    if word.count <= longestWord { return false }
    return word.count / 4 > longestWord || UTF8Text.scalarCount(bytes, word) > longestWord
  }

  /// Adds the word's tokens; false when some part of it is in no token.
  private func cut(
    _ bytes: Span<UInt8>, _ word: Range<Int>, _ text: borrowing NormalizedText, _ tokens: inout TokenList
  ) -> Bool {
    var start = word.lowerBound
    var node: UInt32? = vocabulary.root
    while start < word.upperBound {
      guard let from = node, let (end, id) = vocabulary.longestMatch(bytes, start..<word.upperBound, from: from) else {
        return false
      }
      tokens.append(id, start..<end, of: text)
      start = end
      node = continuation
    }
    return true
  }
}
