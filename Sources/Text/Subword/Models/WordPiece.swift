internal import Bytes

/// WordPiece: a word is cut, from its beginning, into the longest tokens of the vocabulary; a word that cannot be cut so, or is
/// too long, is the unknown token (`tokenizers/src/models/wordpiece/mod.rs`).
struct WordPiece: Sendable {
  let vocabulary: ByteTrie
  private let unknown: Int32
  private let longestWord: Int
  /// Where the walk for a token inside a word begins: behind the prefix, usually `##`; nil when no token has it.
  private let continuation: UInt32?

  init(_ field: TokenizerField) throws(TokenizerError) {
    vocabulary = try WordPiece.vocabulary(try field.require("vocab"))
    let prefix = try field.member("continuing_subword_prefix")?.string() ?? "##"
    let unknownToken = try field.member("unk_token")?.string() ?? "[UNK]"
    guard let unknown = vocabulary.value(of: unknownToken.bytes) else {
      throw .missingToken(source: field.source, token: unknownToken, neededBy: "WordPiece (\(field.path).unk_token)")
    }
    self.unknown = unknown
    longestWord = Int(try field.member("max_input_chars_per_word")?.id() ?? 100)
    continuation = vocabulary.node(of: prefix.bytes)
  }

  private static func vocabulary(_ field: TokenizerField) throws(TokenizerError) -> ByteTrie {
    guard let members = field.value.object else { throw field.mismatch("an object of tokens and their ids") }
    var trie = ByteTrie()
    for (token, value) in members {
      guard let int = value.int, let id = Int32(exactly: int), id >= 0 else {
        throw .field(
          source: field.source, field: "\(field.path).\(token.text)", expected: "a token id",
          found: value.int.map { "\($0)" } ?? value.kind)
      }
      guard trie.insert(token.bytes, id) else { throw .vocabularyTooLarge(source: field.source, limit: ByteTrie.nodeLimit) }
    }
    return trie
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
    var node: UInt32? = ByteTrie.root
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
