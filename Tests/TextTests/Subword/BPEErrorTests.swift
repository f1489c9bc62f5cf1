import Bytes
import Testing
import Text

private func message(_ change: (JSONValue) -> JSONValue) throws -> String {
  do {
    _ = try Tokenizer(json: change(try BPEGoldens.configuration("roberta")).serialized(), source: "t.json")
    return "no error"
  } catch { return "\(error)" }
}

private func model(_ key: ByteString, _ value: JSONValue?) throws -> String {
  try message { $0.replacing("model", by: $0["model"]?.replacing(key, by: value)) }
}

private func part(_ key: ByteString, _ value: JSONValue) throws -> String { try message { $0.replacing(key, by: value) } }

@Test func `merges that cannot be are named`() throws {
  #expect(try model("merges", ["h e", "xyzzy h"]).contains("'model.merges[1]' should be two tokens of the vocabulary that are"))
  #expect(try model("merges", [["h", "e"], ["<s>", "h"]]).contains("is '<s>' and 'h'"))
  #expect(
    try model("merges", ["th"]).contains("'model.merges[0]' should be two tokens, as \"a b\" or [\"a\", \"b\"] but is 'th'"))
  #expect(try model("merges", ["t h e"]).contains("'model.merges[0]'"))
  #expect(try model("merges", [["t"]]).contains("'model.merges[0]'"))
  #expect(try model("merges", [["t", 1]]).contains("'model.merges[0]'"))
  #expect(try model("merges", [1]).contains("'model.merges[0]' should be two tokens"))
  #expect(try model("merges", [:]).contains("'model.merges' should be an array of merges but is an object"))
  #expect(try model("merges", nil).contains("'model.merges' should be present"))
  #expect(try model("merges", ["#version: 0.2", "h e"]) == "no error")
}

@Test func `vocabularies that cannot be are named`() throws {
  #expect(try model("vocab", ["a": -1]).contains("'model.vocab.a' should be a token id but is -1"))
  #expect(try model("vocab", ["a": 1, "b": 1]).contains("'model.vocab.b' should be an id of its own but is 1"))
  #expect(try model("vocab", ["a": 99_999_999]).contains("'model.vocab.a' should be a token id below 16777216"))
  #expect(try model("vocab", ["a": 99_999_999_999]).contains("'model.vocab.a'"))
  #expect(try model("vocab", ["a": "1"]).contains("'model.vocab.a'"))
  #expect(try model("vocab", []).contains("'model.vocab' should be an object"))
  #expect(try model("unk_token", "no such token").contains("the token 'no such token' that BPE (model.unk_token) needs"))
  #expect(try model("unk_token", 1).contains("'model.unk_token' should be a string"))
  #expect(try model("dropout", 0.1).contains("'model.dropout' should be null"))
  #expect(try model("fuse_unk", "x").contains("'model.fuse_unk' should be true or false"))
  #expect(try model("byte_fallback", 1).contains("'model.byte_fallback'"))
  #expect(try model("ignore_merges", 1).contains("'model.ignore_merges'"))
}

@Test func `patterns that are not known are named`() throws {
  let unknown: JSONValue = ["type": "Split", "pattern": ["Regex": "a|b"], "behavior": "Isolated", "invert": false]
  #expect(try part("pre_tokenizer", unknown).contains("pre_tokenizer.pattern.Regex of kind 'a|b' is not supported"))
  let behavior: JSONValue = ["type": "Split", "pattern": ["String": "a"], "behavior": "Gone", "invert": false]
  #expect(try part("pre_tokenizer", behavior).contains("pre_tokenizer.behavior of kind 'Gone' is not supported"))
  let replace: JSONValue = ["type": "Replace", "pattern": ["Regex": "(?=x)"], "content": ""]
  #expect(try part("normalizer", replace).contains("normalizer.pattern.Regex of kind '(?=x)' is not supported"))
  let nothing: JSONValue = ["type": "Replace", "pattern": ["String": ""], "content": "x"]
  #expect(try part("normalizer", nothing).contains("'normalizer.pattern.String' should be a text that is not empty"))
  for regex: JSONValue in ["", "[", "[]", "[^]", "a{", "a{0}", "a{3,2}", "a{x}", "\\", "\\q", "\\p{X}", "a+b", "ab+", "."] {
    let replace: JSONValue = ["type": "Replace", "pattern": ["Regex": regex], "content": ""]
    #expect(try part("normalizer", replace).contains("is not supported"), "\(regex)")
  }
}

@Test func `components of byte-level tokenizers state what they lack`() throws {
  #expect(try part("pre_tokenizer", ["type": "ByteLevel"]).contains("'pre_tokenizer.add_prefix_space' should be present"))
  let sequence: JSONValue = ["type": "Sequence", "pretokenizers": [["type": "ByteLevel", "add_prefix_space": 1]]]
  #expect(
    try part("pre_tokenizer", sequence).contains("'pre_tokenizer.pretokenizers[0].add_prefix_space' should be true or false"))
  #expect(
    try part("normalizer", ["type": "Sequence", "normalizers": [["type": "X"]]]).contains("normalizer.normalizers[0] of kind 'X'")
  )
  #expect(try part("normalizer", ["type": "Strip"]).contains("'normalizer.strip_left' should be present"))
  #expect(
    try part("post_processor", ["type": "RobertaProcessing", "cls": ["<s>", 0]]).contains("'post_processor.sep' should be"))
  let roberta: JSONValue = ["type": "RobertaProcessing", "cls": ["<s>", 0], "sep": ["</s>", 2]]
  #expect(try part("post_processor", roberta) == "no error")
  #expect(
    try part("post_processor", ["type": "Sequence", "processors": [roberta, roberta]]).contains(
      "'post_processor.processors' should be steps of which one adds special tokens"))
}
