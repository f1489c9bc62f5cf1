import Bytes
import Testing
import Text

private func message(_ change: (JSONValue) -> JSONValue) throws -> String {
  let json = try #require(try WordPieceGoldens.configurations().first).json
  do {
    _ = try Tokenizer(json: change(json).serialized(), source: "t.json")
    return "no error"
  } catch { return "\(error)" }
}

@Test func `components of unknown kinds are refused with the known ones`() throws {
  let normalizer = try message { $0.replacing("normalizer", by: ["type": "X"]) }
  #expect(normalizer.hasPrefix("t.json: normalizer of kind 'X' is not supported (known: BertNormalizer, "))
  #expect(
    try message { $0.replacing("pre_tokenizer", by: ["type": "X"]) }.contains(
      "'X' is not supported (known: BertPreTokenizer, "))
  #expect(
    try message { $0.replacing("post_processor", by: ["type": "X"]) }.contains("(known: TemplateProcessing, BertProcessing, "))
  #expect(
    try message { $0.replacing("model", by: ["type": "X"]) }.contains("model of kind 'X' is not supported (known: WordPiece,"))
  #expect(try message { $0.replacing("model", by: ["merges": [], "vocab": []]) }.contains("'model.vocab' should be an object"))
  #expect(
    try message { $0.replacing("model", by: ["vocab": [], "unk_id": 3]) }.contains(
      "'model.unk_id' should be below the vocabulary's size, 0, but is 3"))
}

@Test func `fields that are absent or wrong are named`() throws {
  #expect(try message { $0.replacing("version", by: "2.0") }.contains("'version' should be \"1.0\""))
  #expect(try message { $0.replacing("model", by: nil) }.hasPrefix("t.json: 'model' should be present but is absent"))
  #expect(try message { $0.replacing("model", by: ["type": "WordPiece"]) }.contains("'model.vocab' should be present"))
  #expect(
    try message { $0.replacing("model", by: ["type": "WordPiece", "vocab": ["a": -1]]) }.contains(
      "'model.vocab.a' should be a token id but is -1"))
  #expect(
    try message { $0.replacing("model", by: ["type": "WordPiece", "vocab": []]) }.contains(
      "'model.vocab' should be an object of tokens and their ids but is an array"))
  let pieces: [(JSONValue, String)] = [
    (["a"], "something else"), (["a", 1, 2], "something else"), ([1, "a"], "something else"), ("a", "a string"), (nil, "null"),
  ]
  for (piece, found) in pieces {
    #expect(
      try message { $0.replacing("model", by: ["type": "Unigram", "vocab": [["b", -1.5], piece]]) }.contains(
        "'model.vocab[1]' should be a token and its score but is \(found)"))
  }
  #expect(
    try message { $0.replacing("model", by: ["type": "WordPiece", "vocab": ["a": 99_999_999_999]]) }.contains("model.vocab.a"))
  #expect(
    try message { $0.replacing("model", by: ["type": "WordPiece", "vocab": ["a": 1]]) }.contains(
      "the token '[UNK]' that WordPiece"))
  #expect(try message { $0.replacing("normalizer", by: [:]) }.contains("'normalizer.type' should be present"))
  #expect(
    try message { $0.replacing("normalizer", by: ["type": "BertNormalizer", "lowercase": 1]) }.contains(
      "'normalizer.lowercase' should be true or false but is a number"))
  #expect(try message { $0.replacing("added_tokens", by: [["id": 1]]) }.contains("'added_tokens[0].content' should be present"))
  let infinite = try JSONValue(parsing: Array("-1e999".utf8))
  #expect(
    try message { $0.replacing("model", by: ["type": "Unigram", "vocab": [["a", infinite]]]) }.contains(
      "'model.vocab[0]' should be a token and its score"))
  let limit = { (characters: JSONValue) throws in
    try message { $0.replacing("model", by: $0["model"]?.replacing("max_input_chars_per_word", by: characters)) }
  }
  #expect(try limit(1_099_511_627_776) == "no error" && limit(-1).contains("'model.max_input_chars_per_word' should be a whole"))
  let template: JSONValue = [
    "type": "TemplateProcessing", "special_tokens": [:], "pair": [], "single": [["SpecialToken": ["id": "[X]", "type_id": 0]]],
  ]
  #expect(
    try message { $0.replacing("post_processor", by: template) }.contains("'post_processor.special_tokens.[X]' should be present")
  )
}

@Test func `what is not JSON is refused with the file's name`() {
  #expect(throws: TokenizerError.self) { try Tokenizer(json: [], source: "x") }
  do { _ = try Tokenizer(json: Array("{".utf8), source: "some/tokenizer.json") } catch {
    #expect("\(error)".hasPrefix("some/tokenizer.json: not JSON at byte 1"))
  }
}
