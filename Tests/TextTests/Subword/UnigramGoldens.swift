import Bytes
import Testing
import Text

/// The tokenizers and rows that `unigram_goldens.py` wrote.
enum UnigramGoldens {
  /// The tokenizer.json of every configuration.
  static func configurations() throws -> [(name: String, json: JSONValue)] {
    try #require(try JSONValue(parsing: SubwordGoldens.read("unigram-tokenizers.json")).object).map { ($0.key.text, $0.value) }
  }

  static func configuration(_ name: String) throws -> JSONValue {
    try #require(try configurations().first { $0.name == name }).json
  }

  static func tokenizers() throws -> [String: Tokenizer] {
    var tokenizers: [String: Tokenizer] = [:]
    for (name, json) in try configurations() { tokenizers[name] = try Tokenizer(json: json.serialized(), source: name) }
    return tokenizers
  }

  static func rows() throws -> [TokenizerReference] { try SubwordGoldens.rows("unigram.jsonl") }
}
