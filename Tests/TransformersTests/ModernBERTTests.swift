import Bytes
import Foundation
import Tensors
import TestSupport
import Testing
import Transformers

/// A tiny ModernBERT with some entries of config.json changed, and what transformers makes of it.
struct ModernBERTCase: Sendable, CustomTestStringConvertible {
  let name: String
  let checkpoint: String
  /// Changed entries; "absent" for one that is taken out.
  let change: [(key: ByteString, value: JSONValue)]
  let inputs: [TokenSequence]
  /// Hidden states of the kept rows of each input.
  let states: [[[Double]]]
  let logits: [Double]

  var testDescription: String { name }

  static let all: [ModernBERTCase] = {
    guard let file = try? golden("modernbert/expected.json") else { return [] }
    let inputs = (file["inputs"]?.array ?? []).map { ids in TokenSequence(ids: ids.numbers.map { Int32($0) }) }
    return (file["cases"]?.array ?? []).map { ModernBERTCase($0, inputs) }
  }()

  private init(_ json: JSONValue, _ inputs: [TokenSequence]) {
    name = json["name"]?.string?.text ?? ""
    checkpoint = json["checkpoint"]?.string?.text ?? ""
    change = json["change"]?.object ?? []
    states = (json["states"]?.array ?? []).map { ($0.array ?? []).map(\.numbers) }
    logits = json["logits"]?.numbers ?? []
    self.inputs = inputs
  }

  /// The folder, complete with a tokenizer.
  func model() throws -> ModelCopy {
    let copy = try ModelCopy(of: "modernbert/\(checkpoint)")
    try copy.write(ModelCopy(of: "tiny-cross").bytes("tokenizer.json"), to: "tokenizer.json")
    for (key, value) in change { try copy.set(key, value == "absent" ? JSONValue?.none : value, in: "config.json") }
    return copy
  }

  /// The greatest distance of a kept row from the reference's, as a share of the latter's length.
  func worst(_ found: [[Float]], width: Int) -> Double {
    var worst = 0.0
    for (rows, wanted) in zip(found, states) {
      let step = stride(from: 0, to: rows.count / width, by: rows.count / width < 20 ? 1 : rows.count / width < 100 ? 5 : 41)
      guard Array(step).count == wanted.count else { return .infinity }
      for (row, reference) in zip(step, wanted) {
        worst = max(worst, relativeDistance(rows[row * width..<(row + 1) * width], reference))
      }
    }
    return found.count == states.count && !worst.isNaN ? worst : .infinity
  }
}

/// |found - wanted| / |wanted| of two vectors.
func relativeDistance(_ found: ArraySlice<Float>, _ wanted: [Double]) -> Double {
  guard found.count == wanted.count else { return .infinity }
  let squares = zip(found, wanted).reduce(0.0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
  let share = (squares / wanted.reduce(0.0) { $0 + $1 * $1 }).squareRoot()
  return share.isNaN ? .infinity : share
}

@Test func `ModernBERT's goldens are there`() {
  #expect(ModernBERTCase.all.count == 12 && ModernBERTCase.all.contains { !$0.logits.isEmpty })
}

@Test(arguments: InstructionSet.available, ModernBERTCase.all)
func `ModernBERT's hidden states are transformers', for every option and both spellings`(
  path: InstructionSet, golden: ModernBERTCase
) throws {
  let copy = try golden.model()
  let model = try HiddenStates(folder: copy.path, instructionSet: path)
  let worst = try golden.worst(model.rows(of: golden.inputs, threads: 1), width: model.width)
  #expect(worst < 1e-5, "\(worst)")
}

@Test(arguments: InstructionSet.available, ModernBERTCase.all.filter { !$0.logits.isEmpty })
func `ModernBERT's logits are transformers', from the mean or the first token`(path: InstructionSet, golden: ModernBERTCase)
  throws
{
  let copy = try golden.model()
  let encoder = try CrossEncoder(folder: copy.path, instructionSet: path)
  let logits = try encoder.score(tokens: golden.inputs, threads: 2)
  #expect(distance(logits, [golden.logits]) < 1e-5, "\(logits) \(golden.logits)")
}

@Test(arguments: InstructionSet.available)
func `ModernBERT's states and logits have the same bits for any threads and company`(path: InstructionSet) throws {
  var generator = SeededGenerator(seed: 21)
  let inputs = (0..<60).map { index in
    TokenSequence(ids: (0..<(index * 37 % 211 + 1)).map { _ in Int32.random(in: 0..<101, using: &generator) })
  }
  let states = try HiddenStates(folder: ModelCopy.original("modernbert/plain"), instructionSet: path)
  let alone = try inputs.map { try states.rows(of: [$0], threads: 1)[0] }
  let copy = try #require(ModernBERTCase.all.first { $0.checkpoint == "half" }).model()
  let cross = try CrossEncoder(folder: copy.path, instructionSet: path)
  let logits = try inputs.map { try cross.score(tokens: [$0], threads: 1)[0] }
  for threads in [1, 2, 7] {
    #expect(try states.rows(of: inputs, threads: threads) == alone)
    #expect(try cross.score(tokens: inputs, threads: threads) == logits)
    #expect(try cross.score(tokens: inputs.reversed(), threads: threads) == logits.reversed())
  }
}

@Test func `ModernBERT ignores segments and takes no more tokens than positions`() throws {
  let model = try HiddenStates(folder: ModelCopy.original("modernbert/plain"), instructionSet: .available[0])
  let ids: [Int32] = [2, 7, 8, 3]
  #expect(
    try model.rows(of: [TokenSequence(ids: ids, typeIDs: [0, 0, 1, 9])], threads: 1)
      == model.rows(of: [TokenSequence(ids: ids)], threads: 1))
  #expect(throws: TransformersError.input(index: 0, reason: "641 tokens; the model takes at most 640")) {
    try model.rows(of: [TokenSequence(ids: [Int32](repeating: 5, count: 641))], threads: 1)
  }
}

/// The error of loading a body after a change of config.json, or of the weights' header.
private func complaint(_ key: ByteString, _ value: JSONValue?) throws -> String {
  let model = try ModelCopy(of: "modernbert/plain")
  try model.set(key, value, in: "config.json")
  let error = #expect(throws: TransformersError.self) { try HiddenStates(folder: model.path, instructionSet: .available[0]) }
  return error?.description ?? ""
}

@Test func `configurations of ModernBERT that cannot be run are refused by key`() throws {
  let rope = { (kind: ByteString, key: ByteString, value: JSONValue) in JSONValue.object([(kind, .object([(key, value)]))]) }
  let wrong: [(ByteString, JSONValue?, String)] = [
    ("layer_types", .array(["full_attention"]), "each of the 5 layers"),
    (
      "layer_types", .array(["full_attention", "a", "full_attention", "full_attention", "full_attention"]),
      "'layer_types' must list"
    ),
    ("hidden_activation", "mish", "'mish', which is not implemented"),
    ("num_attention_heads", 4, "not a multiple of the 4"),
    ("num_attention_heads", 10, "heads of 3 cannot be rotated"), ("norm_eps", 1e-60, "'norm_eps' must be a number above zero"),
    ("local_attention", 0, "whole number"), ("sliding_window", -1, "whole number"),
    ("global_attn_every_n_layers", 0, "whole number"), ("global_rope_theta", -1, "above zero"),
    ("max_position_embeddings", 1_000_000, "from 1 to 131072"), ("rope_theta", 3, "not implemented"),
    ("rope_parameters", rope("full_attention", "rope_type", "yarn"), "'rope_parameters.full_attention.rope_type' is 'yarn'"),
    ("rope_parameters", rope("full_attention", "factor", 8), "'rope_parameters.full_attention.factor' is not implemented"),
    ("rope_parameters", rope("full_attention", "rope_theta", "x"), "'rope_parameters.full_attention.rope_theta' must be"),
    ("rope_parameters", .object([("rope_theta", 5)]), "'rope_parameters.rope_theta' is not implemented"),
    ("rope_parameters", 5, "expected an object"), ("norm_bias", true, "'layers.0.mlp_norm.bias' of shape [30] is missing"),
    ("attention_bias", true, "'layers.0.attn.Wqkv.bias' of shape [90] is missing"),
    ("mlp_bias", true, "'layers.0.mlp.Wi.bias' of shape [44] is missing"), ("norm_bias", "yes", "expected true or false"),
    ("intermediate_size", 23, "expected [46, 30]"),
    ("num_hidden_layers", 6, "'layers.5.attn.Wqkv.weight' of shape [90, 30] is missing"),
    ("num_hidden_layers", 4, "'model.layers.4.attn.Wo.weight' is not a weight of this model"),
  ]
  for (key, value, words) in wrong {
    let text = try complaint(key, value)
    #expect(text.contains(words), "\(key): \(text)")
  }
}

@Test func `a ModernBERT cross-encoder needs its head and names what is missing`() throws {
  let model = try ModelCopy(of: "modernbert/plain")
  try model.write(ModelCopy(of: "tiny-cross").bytes("tokenizer.json"), to: "tokenizer.json")
  try model.set("id2label", .object([("0", "LABEL_0")]), in: "config.json")
  let missing = #expect(throws: TransformersError.self) { try CrossEncoder(folder: model.path) }
  #expect(missing?.description.contains("'classifier.weight' of shape [1, 30] is missing") == true)
  try model.set("classifier_pooling", "max", in: "config.json")
  let pooling = #expect(throws: TransformersError.self) { try CrossEncoder(folder: model.path) }
  #expect(pooling?.description.contains("'classifier_pooling' is 'max'") == true)
  try model.editHeader { $0.replace("model.layers.0.mlp_norm.weight", with: "model.layers.0.attn_norm.weight") }
  let extra = #expect(throws: TransformersError.self) { try HiddenStates(folder: model.path, instructionSet: .available[0]) }
  #expect(extra?.description.contains("'model.layers.0.attn_norm.weight' is not a weight of this model") == true)
}
