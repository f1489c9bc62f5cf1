internal import Bytes

/// A token that is found in the text as it stands, before or after normalisation, and never cut.
struct AddedToken: Sendable {
  let content: ByteString
  let id: Int32
  /// Not inside a word: no word character (`\w`) stands before or after it.
  let isSingleWord: Bool
  /// It swallows white space before it.
  let stripsLeft: Bool
  /// It swallows white space after it.
  let stripsRight: Bool
  /// Its normal form is looked for in the normalised text, instead of itself in the raw text.
  let isNormalized: Bool

  /// `id` is asked for the id of the content; the one that the file states is not used, as in the reference.
  init(_ field: TokenizerField, id: (ByteString) -> Int32) throws(TokenizerError) {
    content = try field.require("content").string()
    _ = try field.require("id").id()
    self.id = id(content)
    isSingleWord = try field.member("single_word")?.bool() ?? false
    stripsLeft = try field.member("lstrip")?.bool() ?? false
    stripsRight = try field.member("rstrip")?.bool() ?? false
    let isSpecial = try field.member("special")?.bool() ?? false
    isNormalized = try field.member("normalized")?.bool() ?? !isSpecial
  }
}

/// The added tokens of a tokenizer: those found in raw text and those found in normalised text.
struct AddedTokens: Sendable {
  let tokens: [AddedToken]
  let raw: AddedTokenFinder
  let normalized: AddedTokenFinder

  init(_ field: TokenizerField?, _ model: borrowing SubwordModel, _ normalizer: Normalizer) throws(TokenizerError) {
    let source = field?.source ?? ""
    tokens = try AddedTokens.tokens(try field?.elements() ?? [], model)
    raw = try AddedTokenFinder(tokens.filter { !$0.isNormalized }.map { ($0.content.bytes, $0) }, source: source)
    normalized = try AddedTokenFinder(
      tokens.filter(\.isNormalized).map { (normalizer.normalized($0.content.bytes), $0) }, source: source)
  }

  /// Tokens that the model does not know get the numbers behind its vocabulary, whatever the file states; the last of several
  /// with the same content says how it is found (`added_vocabulary.rs`, `add_tokens`).
  private static func tokens(
    _ elements: [TokenizerField], _ model: borrowing SubwordModel
  ) throws(TokenizerError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    var places: [ByteString: Int] = [:]
    var next = model.count
    for element in elements {
      let token = try AddedToken(element) { content in
        places[content].map { tokens[$0].id } ?? model.id(of: content) ?? Int32(truncatingIfNeeded: next)
      }
      if token.content.isEmpty { continue }
      if let place = places[token.content] {
        tokens[place] = token
        continue
      }
      if model.id(of: token.content) == nil { next += 1 }
      places[token.content] = tokens.count
      tokens.append(token)
    }
    return tokens
  }

  /// The id of an added token.
  func id(of content: ByteString) -> Int32? { tokens.last { $0.content == content }?.id }
}
