public import Bytes

/// A subword tokenizer as the `tokenizers` library writes it into tokenizer.json.
///
/// It gives the ids and offsets of `tokenizers` 0.23.3. The truncation and padding stored in the file are ignored: the caller
/// states the length. Any bytes are accepted; parts that are not UTF-8 read as U+FFFD. Time is linear in the text.
public struct Tokenizer: Sendable {
  let added: AddedTokens
  let normalizer: Normalizer
  let preTokenizer: PreTokenizer
  let model: SubwordModel
  let postProcessor: PostProcessor
  let trim: OffsetTrim?

  /// Reads the contents of a tokenizer.json; `source` names the file in errors.
  public init(json: [UInt8], source: String) throws(TokenizerError) {
    let file = try TokenizerFile(json, source: source)
    let root = file.root
    if let version = root.member("version"), version.value.string != "1.0" {
      throw version.mismatch("\"1.0\", the only version there is,")
    }
    normalizer = try Normalizer(root.member("normalizer"))
    let preTokenizer = try PreTokenizer(root.member("pre_tokenizer"))
    let readingBytes = preTokenizer.keepingBytes()
    model = try SubwordModel(try root.require("model"), file.vocabulary, isByteLevel: readingBytes != nil)
    self.preTokenizer = if let readingBytes, model.readsBytes { readingBytes } else { preTokenizer }
    postProcessor = try PostProcessor(root.member("post_processor"))
    trim = OffsetTrim(postProcessor.trims, file.vocabulary)
    added = try AddedTokens(root.member("added_tokens"), model, normalizer)
  }

  /// One more than the largest id, that of vocabulary, added and special tokens: the rows an embedding table needs.
  public var vocabularySize: Int {
    let special = (postProcessor.single.pieces + postProcessor.pair.pieces).flatMap { piece -> [Int32] in
      if case .special(let ids, _) = piece { ids } else { [] }
    }
    return Int(max(model.largestID, (added.tokens.map(\.id) + special).max() ?? -1)) + 1
  }

  /// What BERT's normaliser does to accents, case and Chinese characters; nil where the tokenizer has another normaliser.
  public var bertNormalization: BertNormalization? {
    guard case .bert(let normalizer) = normalizer else { return nil }
    return BertNormalization(
      lowercases: normalizer.lowercases, stripsAccents: normalizer.stripsAccents,
      separatesChineseCharacters: normalizer.handlesChineseCharacters)
  }

  /// The id of a token, such as `[SEP]` or `##ing`; nil when there is no such token.
  public func id(of token: ByteString) -> Int32? { added.id(of: token) ?? model.id(of: token) }

  /// Number of special tokens around one text, or around and between two: what `maxLength` leaves for the texts is less by so many.
  public func specialTokenCount(pair: Bool) -> Int { (pair ? postProcessor.pair : postProcessor.single).specialCount }
}
