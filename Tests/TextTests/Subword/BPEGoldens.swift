import Bytes
import Testing
import Text

/// The configurations and rows that `bpe_goldens.py` wrote.
enum BPEGoldens {
  /// The tokenizer.json of every configuration, with the vocabulary and merges it shares with others put into its model.
  static func configurations() throws -> [(name: String, json: JSONValue)] {
    let file = try JSONValue(parsing: SubwordGoldens.read("bpe_configurations.json"))
    let shared = try #require(file["shared"]?.array)
    return try #require(file["configurations"]?.object).map { ($0.key.text, try complete($0.value, shared)) }
  }

  static func tokenizers() throws -> [String: Tokenizer] {
    var tokenizers: [String: Tokenizer] = [:]
    for (name, json) in try configurations() { tokenizers[name] = try Tokenizer(json: json.serialized(), source: name) }
    return tokenizers
  }

  static func configuration(_ name: String) throws -> JSONValue {
    try #require(try configurations().first { $0.name == name }).json
  }

  static func rows() throws -> [TokenizerReference] { try SubwordGoldens.rows("bpe.jsonl") }

  private static func complete(_ configuration: JSONValue, _ shared: [JSONValue]) throws -> JSONValue {
    let model = try #require(configuration["model"]?.object)
    let number = try #require(configuration["model"]?["shared"]?.int)
    let tables = try #require(shared[number].object)
    return configuration.replacing("model", by: .object(model.filter { $0.key != "shared" } + tables))
  }
}
