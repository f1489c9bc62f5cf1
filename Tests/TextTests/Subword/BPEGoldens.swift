import Bytes
import Foundation
import TestSupport
import Testing
import Text

/// The configurations and rows that `bpe_goldens.py` wrote, here or in the folder WINNOW_SUBWORD_GOLDENS names.
enum BPEGoldens {
  private static let folder =
    ProcessInfo.processInfo.environment["WINNOW_SUBWORD_GOLDENS"].map { URL(fileURLWithPath: $0) }
    ?? SharedData.projectRoot.appendingPathComponent("Tests/TextTests/Goldens/Subword")

  private static func read(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: folder.appendingPathComponent(name))) }

  /// The tokenizer.json of every configuration, with the vocabulary and merges it shares with others put into its model.
  static func configurations() throws -> [(name: String, json: JSONValue)] {
    let file = try JSONValue(parsing: read("bpe_configurations.json"))
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

  static func rows() throws -> [TokenizerReference] {
    try read("bpe.jsonl").split(separator: 10).map { try TokenizerReference($0) }
  }

  private static func complete(_ configuration: JSONValue, _ shared: [JSONValue]) throws -> JSONValue {
    let model = try #require(configuration["model"]?.object)
    let number = try #require(configuration["model"]?["shared"]?.int)
    let tables = try #require(shared[number].object)
    return configuration.replacing("model", by: .object(model.filter { $0.key != "shared" } + tables))
  }
}
