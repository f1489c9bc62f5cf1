import Bytes
import Foundation
import TestSupport
import Testing
import Text

/// The tokenizers and rows that `unigram_goldens.py` wrote, here or in the folder WINNOW_SUBWORD_GOLDENS names.
enum UnigramGoldens {
  private static let folder =
    ProcessInfo.processInfo.environment["WINNOW_SUBWORD_GOLDENS"].map { URL(fileURLWithPath: $0) }
    ?? SharedData.projectRoot.appendingPathComponent("Tests/TextTests/Goldens/Subword")

  private static func read(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: folder.appendingPathComponent(name))) }

  /// The tokenizer.json of every configuration.
  static func configurations() throws -> [(name: String, json: JSONValue)] {
    try #require(try JSONValue(parsing: read("unigram-tokenizers.json")).object).map { ($0.key.text, $0.value) }
  }

  static func configuration(_ name: String) throws -> JSONValue {
    try #require(try configurations().first { $0.name == name }).json
  }

  static func tokenizers() throws -> [String: Tokenizer] {
    var tokenizers: [String: Tokenizer] = [:]
    for (name, json) in try configurations() { tokenizers[name] = try Tokenizer(json: json.serialized(), source: name) }
    return tokenizers
  }

  static func rows() throws -> [TokenizerReference] {
    try read("unigram.jsonl").split(separator: 10).map { try TokenizerReference($0) }
  }
}
