internal import Bytes

/// How words become tokens.
enum SubwordModel: Sendable {
  case wordPiece(WordPiece)
  case bpe(BPE)
  case unigram(Unigram)

  /// From `model` of tokenizer.json. Files of old versions do not state the kind: it shows in the fields. `isByteLevel` when the
  /// words come from the pre-tokenizer ByteLevel.
  init(_ field: TokenizerField, _ vocabulary: Vocabulary?, isByteLevel: Bool) throws(TokenizerError) {
    let stated = try field.member("type")?.string().text
    let kind = stated ?? SubwordModel.kind(of: field, vocabulary)
    switch kind {
    case "WordPiece": self = .wordPiece(try WordPiece(field, vocabulary))
    case "BPE": self = .bpe(try BPE(field, vocabulary, isByteLevel: isByteLevel))
    case "Unigram": self = .unigram(try Unigram(field, vocabulary))
    default: throw field.unknownKind(kind, known: ["WordPiece", "BPE", "Unigram"])
    }
  }

  private static func kind(of field: TokenizerField, _ vocabulary: Vocabulary?) -> String {
    if field.member("merges") != nil { return "BPE" }
    return if case .pieces = vocabulary { "Unigram" } else { "WordPiece" }
  }

  /// Whether it reads the bytes of a text where the vocabulary has visible characters.
  var readsBytes: Bool { if case .bpe(let model) = self { model.alphabet == .bytes } else { false } }

  /// Adds the tokens of words until the list is full.
  func tokenize(_ text: borrowing NormalizedText, _ words: borrowing WordRanges, into tokens: inout TokenList) {
    switch self {
    case .wordPiece(let model): model.tokenize(text, words, into: &tokens)
    case .bpe(let model): model.tokenize(text, words, into: &tokens)
    case .unigram(let model): model.tokenize(text, words, into: &tokens)
    }
  }

  /// The id of a token of the vocabulary.
  func id(of token: ByteString) -> Int32? {
    switch self {
    case .wordPiece(let model): model.vocabulary.value(of: token.bytes)
    case .bpe(let model): model.vocabulary.value(of: token.bytes)
    case .unigram(let model): model.vocabulary.value(of: token.bytes)
    }
  }

  /// Number of tokens of the vocabulary, which may be less than its ids go.
  var count: Int {
    switch self {
    case .wordPiece(let model): model.vocabulary.count
    case .bpe(let model): model.count
    case .unigram(let model): model.count
    }
  }

  /// The largest id of the vocabulary.
  var largestID: Int32 {
    switch self {
    case .wordPiece(let model): model.vocabulary.largestValue
    case .bpe(let model): model.largestID
    case .unigram(let model): model.vocabulary.largestValue
    }
  }
}
