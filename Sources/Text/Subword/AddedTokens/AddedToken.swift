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

  init(_ field: TokenizerField, _ model: borrowing SubwordModel) throws(TokenizerError) {
    content = try field.require("content").string()
    let stated = try field.require("id").id()
    id = model.id(of: content) ?? stated
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
    var tokens: [AddedToken] = []
    for element in try field?.elements() ?? [] { tokens.append(try AddedToken(element, model)) }
    self.tokens = tokens
    let source = field?.source ?? ""
    raw = try AddedTokenFinder(tokens.filter { !$0.isNormalized }.map { ($0.content.bytes, $0) }, source: source)
    normalized = try AddedTokenFinder(
      tokens.filter(\.isNormalized).map { (normalizer.normalized($0.content.bytes), $0) }, source: source)
  }

  /// The id of an added token.
  func id(of content: ByteString) -> Int32? { tokens.last { $0.content == content }?.id }
}
