internal import Bytes

/// How words become tokens.
enum SubwordModel: Sendable {
  case wordPiece(WordPiece)

  /// From `model` of tokenizer.json. Files of old versions do not state the kind: it shows in the fields.
  init(_ field: TokenizerField) throws(TokenizerError) {
    let stated = try field.member("type")?.string().text
    let kind = if let stated { stated } else { try SubwordModel.kind(of: field) }
    switch kind {
    case "WordPiece": self = .wordPiece(try WordPiece(field))
    default: throw field.unknownKind(kind, known: ["WordPiece"])
    }
  }

  private static func kind(of field: TokenizerField) throws(TokenizerError) -> String {
    if field.member("merges") != nil { return "BPE" }
    return try field.require("vocab").value.array == nil ? "WordPiece" : "Unigram"
  }

  /// Adds the tokens of words until the list is full.
  func tokenize(_ text: borrowing NormalizedText, _ words: borrowing WordRanges, into tokens: inout TokenList) {
    switch self {
    case .wordPiece(let model): model.tokenize(text, words, into: &tokens)
    }
  }

  /// The id of a token of the vocabulary.
  func id(of token: ByteString) -> Int32? {
    switch self {
    case .wordPiece(let model): model.vocabulary.value(of: token.bytes)
    }
  }

  /// The largest id of the vocabulary.
  var largestID: Int32 {
    switch self {
    case .wordPiece(let model): model.vocabulary.largestValue
    }
  }
}
