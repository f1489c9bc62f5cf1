import Bytes
import Testing
import Text

/// The configurations and rows that `wordpiece_goldens.py` wrote.
enum WordPieceGoldens {
  /// The tokenizer.json of every configuration, with the shared vocabulary put into its model.
  static func configurations() throws -> [(name: String, json: JSONValue)] {
    let file = try JSONValue(parsing: SubwordGoldens.read("configurations.json"))
    let vocabulary = try #require(file["vocabulary"])
    return try #require(file["configurations"]?.object).map { ($0.key.text, complete($0.value, vocabulary)) }
  }

  static func tokenizers() throws -> [String: Tokenizer] {
    var tokenizers: [String: Tokenizer] = [:]
    for (name, json) in try configurations() { tokenizers[name] = try Tokenizer(json: json.serialized(), source: name) }
    return tokenizers
  }

  static func rows() throws -> [TokenizerReference] { try SubwordGoldens.rows("wordpiece.jsonl") }

  private static func complete(_ configuration: JSONValue, _ vocabulary: JSONValue) -> JSONValue {
    configuration.replacing("model", by: .object((configuration["model"]?.object ?? []) + [("vocab", vocabulary)]))
  }
}

extension JSONValue {
  /// The object with another value for a key; nil takes the member away.
  func replacing(_ key: ByteString, by value: JSONValue?) -> JSONValue {
    .object((object ?? []).filter { $0.key != key } + (value.map { [(key, $0)] } ?? []))
  }
}
