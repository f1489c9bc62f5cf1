import Bytes
import Foundation
import TestSupport
import Testing
import Transformers

/// A small checkpoint, what is computed from it, and the gradients that torch finds.
struct GradientGolden: Sendable, CustomTestStringConvertible {
  /// The checkpoint's folder, and the case in it.
  let path: String
  let name: String
  let inputs: [TokenSequence]
  let outputs: [[Double]]
  /// The derivatives of the loss by the outputs.
  let gradient: [[Double]]
  /// Of all gradients together, those included that are not kept.
  let norm: Double
  /// True when every gradient is kept.
  let isComplete: Bool
  /// The rows of word embeddings that have a gradient.
  let rows: [Int32]
  /// What stands behind the body of an encoder, and what is adapted.
  private let pooling: JSONValue?
  private let modules: [String]
  private let adapter: JSONValue?

  /// The folder's own name.
  var checkpoint: String { URL(fileURLWithPath: path).lastPathComponent }
  var testDescription: String { "\(checkpoint) \(name)" }
  var isEncoder: Bool { pooling != nil }

  static let all: [GradientGolden] = {
    let files = (try? FileManager.default.subpathsOfDirectory(atPath: ModelCopy.original("gradients"))) ?? []
    let cases = files.sorted().map { $0.split(separator: "/") }
    return cases.filter { $0.count == 2 && $0[1].hasSuffix(".json") && $0[1] != "config.json" }.compactMap {
      try? GradientGolden(ModelCopy.original("gradients/\($0[0])"), String($0[1].dropLast(5)))
    }
  }()

  /// The case `name` of a folder.
  init(_ path: String, _ name: String) throws {
    let json = try JSONValue(parsing: [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name).json"))))
    self.path = path
    self.name = name
    let types = json["types"]?.array
    inputs = (json["ids"]?.array ?? []).enumerated().map { index, ids in
      let ids = ids.numbers.map { Int32($0) }
      return types.map { TokenSequence(ids: ids, typeIDs: $0[index].numbers.map { Int32($0) }) } ?? TokenSequence(ids: ids)
    }
    outputs = (json["outputs"]?.array ?? []).map(\.numbers)
    gradient = (json["gradient"]?.array ?? []).map(\.numbers)
    norm = json["norm"]?.double ?? .nan
    rows = (json["rows"]?.numbers ?? []).map { Int32($0) }
    isComplete = json["complete"] == .bool(true)
    pooling = json["pooling"]
    modules = (json["modules"]?.array ?? []).compactMap { $0.string?.text }
    adapter = json["settings"]
  }

  /// The gradients that are kept, under the names of the model that is trained.
  func gradients() throws -> [TinySafetensors.Tensor] {
    try file("\(name).safetensors").tensors.map { tensor in
      var tensor = tensor
      tensor.name = trainedName(tensor.name)
      return tensor
    }
  }

  /// The factors of the adapter.
  func factors() throws -> [TinySafetensors.Tensor] {
    guard adapter != nil else { return [] }
    return try file("\(name)-adapter.safetensors").tensors.map { tensor in
      var tensor = tensor
      tensor.name = trainedName(tensor.name)
      return tensor
    }
  }

  private func file(_ name: String) throws -> TinySafetensors {
    try TinySafetensors(bytes: [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))))
  }

  /// peft's prefix is not part of a weight's name; an encoder's names are without the family's.
  private func trainedName(_ stored: String) -> String {
    if stored.hasPrefix("base_model.model.") { return String(stored.dropFirst("base_model.model.".count)) }
    let prefix = ["bert.", "roberta.", "distilbert.", "electra.", "new.", "model."].first { stored.hasPrefix($0) }
    return isEncoder ? String(stored.dropFirst(prefix?.utf8.count ?? 0)) : stored
  }

  /// What is trained.
  var adaptation: Adaptation {
    guard let adapter else { return .full() }
    return .lora(
      LoRASettings(
        rank: adapter["r"]?.int ?? 0, alpha: adapter["lora_alpha"]?.double ?? 0,
        targets: (adapter["target_modules"]?.array ?? []).compactMap { $0.string?.text },
        isRankStabilised: adapter["use_rslora"] == .bool(true)))
  }

  /// The folder, complete with a tokenizer and, for an encoder, with its modules.
  func folder() throws -> ModelCopy {
    let copy = try ModelCopy(of: "gradients/\(checkpoint)")
    try copy.write(ModelCopy(of: "tiny-cross").bytes("tokenizer.json"), to: "tokenizer.json")
    guard let pooling else { return copy }
    let kinds = ["Transformer", "Pooling"] + modules
    let list = kinds.enumerated().map { place, kind -> JSONValue in
      let path = place == 0 ? "" : "\(place)_\(kind)"
      return [
        "idx": JSONValue(place), "path": .string(ByteString(path)),
        "type": .string(ByteString("sentence_transformers.models.\(kind)")),
      ]
    }
    try copy.write(JSONValue.array(list).serialized(), to: "modules.json")
    try copy.write(JSONValue.object([("pooling_mode", pooling)]).serialized(), to: "1_Pooling/config.json")
    for place in kinds.indices where ["Dense", "LayerNorm"].contains(kinds[place]) {
      for file in ["config.json", "model.safetensors"] {
        try copy.write(copy.bytes("\(name)/\(place)_\(kinds[place])/\(file)"), to: "\(place)_\(kinds[place])/\(file)")
      }
    }
    return copy
  }
}
