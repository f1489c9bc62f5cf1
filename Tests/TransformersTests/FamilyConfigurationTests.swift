import Bytes
import Tensors
import Testing
import Transformers

/// The error of loading a family's tiny model after a change, in words; as a cross-encoder or as a body alone.
private func complaint(_ name: String, asCrossEncoder: Bool = false, _ change: (ModelCopy) throws -> Void) throws -> String {
  let model = try ModelCopy(of: "families/\(name)")
  try model.write(ModelCopy(of: "tiny-cross").bytes("tokenizer.json"), to: "tokenizer.json")
  try change(model)
  let error = #expect(throws: TransformersError.self) {
    if asCrossEncoder {
      _ = try CrossEncoder(folder: model.path)
    } else {
      _ = try HiddenStates(folder: model.path, instructionSet: .chosen())
    }
  }
  return error?.description ?? ""
}

@Test(arguments: [
  ("roberta", "encoder.layer.1.output.dense.bias", "encoder.layer.1.output.dense.bias"),
  ("roberta-cross", "roberta.encoder.layer.1.output.dense.bias", "encoder.layer.1.output.dense.bias"),
  ("distilbert", "distilbert.transformer.layer.0.ffn.lin1.bias", "transformer.layer.0.ffn.lin1.bias"),
  ("electra-cross", "electra.embeddings_project.weight", "embeddings_project.weight"),
  ("gte-cross", "new.encoder.layer.1.attention.qkv_proj.bias", "encoder.layer.1.attention.qkv_proj.bias"),
  ("gte-plain", "encoder.layer.0.mlp.up_gate_proj.weight", "encoder.layer.0.mlp.up_gate_proj.weight"),
  ("gte-native", "gte.encoder.layer.0.mlp_ln.weight", "encoder.layer.0.mlp_ln.weight"),
])
func `a weight that is missing and one that is left over are named as the family names them`(
  name: String, stored: String, asked: String
) throws {
  let text = try complaint(name) { try $0.editHeader { $0.replace("\"\(stored)\"", with: "\"\(stored)x\"") } }
  #expect(text.contains("'\(asked)' of shape") && text.contains("is missing"), "\(text)")
  #expect(text.contains("'\(stored)x' is not a weight of this model"), "\(text)")
}

@Test func `a weight of another shape is named with both`() throws {
  let text = try complaint("gte-cross") { try $0.editHeader { $0.replace("[88,30]", with: "[30,88]") } }
  #expect(text.contains("'new.encoder.layer.0.mlp.up_gate_proj.weight' has shape [30, 88], expected [88, 30]"), "\(text)")
  let types = try complaint("gte-plain") { try $0.set("type_vocab_size", 2, in: "config.json") }
  #expect(types.contains("'embeddings.token_type_embeddings.weight' of shape [2, 30] is missing"), "\(types)")
  let unused = try complaint("gte-cross") { try $0.set("type_vocab_size", 0, in: "config.json") }
  #expect(unused.contains("'new.embeddings.token_type_embeddings.weight' is not a weight of this model"), "\(unused)")
}

@Test func `a model without the weights of its head is no cross-encoder, and one that labels tokens neither`() throws {
  let headless = try complaint("gte-plain", asCrossEncoder: true) { _ in }
  for name in ["pooler.dense.weight", "pooler.dense.bias", "classifier.weight", "classifier.bias"] {
    #expect(headless.contains("'\(name)' of shape"), "\(headless)")
  }
  // A base checkpoint of GTE has the classifier of its token head, and no pooler.
  let tokens = try complaint("gte-tokens", asCrossEncoder: true) { _ in }
  #expect(tokens.contains("names NewForTokenClassification"), "\(tokens)")
  let renamed = try complaint("gte-tokens", asCrossEncoder: true) {
    try $0.set("architectures", .array([.string("NewForSequenceClassification")]), in: "config.json")
  }
  #expect(renamed.contains("'pooler.dense.weight' of shape [30, 30] is missing"), "\(renamed)")
  let roberta = try complaint("roberta", asCrossEncoder: true) { _ in }
  #expect(roberta.contains("'classifier.out_proj.weight' of shape [1, 30] is missing"), "\(roberta)")
}

@Test func `configurations of GTE that cannot be run are refused by key`() throws {
  let scaling = { (members: [(ByteString, JSONValue)]) in JSONValue.object(members.map { (key: $0.0, value: $0.1) }) }
  let wrong: [(ByteString, JSONValue?, String)] = [
    ("layer_norm_type", "rms_norm", "'layer_norm_type' is 'rms_norm', which is not implemented"),
    ("position_embedding_type", "absolute", "'absolute', which is not implemented"),
    ("logn_attention_scale", true, "'logn_attention_scale' is true"), ("logn_attention_clip1", true, "'logn_attention_clip1'"),
    ("rope_scaling", scaling([("type", "dynamic"), ("factor", 2)]), "'rope_scaling.type' is 'dynamic'"),
    ("rope_scaling", scaling([("type", "ntk")]), "'rope_scaling.factor' is missing"),
    ("rope_scaling", scaling([("type", "ntk"), ("factor", 2), ("mixed_b", 0.75)]), "'rope_scaling.mixed_b' is set"),
    ("rope_scaling", scaling([("type", "ntk"), ("factor", 2), ("beta", 1)]), "'rope_scaling.beta' is not implemented"),
    ("rope_scaling", "ntk", "'rope_scaling' is"), ("rope_theta", 0, "'rope_theta' must be a number above zero"),
    ("num_attention_heads", 10, "cannot be rotated"), ("hidden_size", 16_777_200, "heads of 5592400 cannot be rotated"),
    ("num_attention_heads", 4, "not a multiple of the 4"),
    ("max_position_embeddings", 1e9, "from 1 to 131072"), ("type_vocab_size", -1, "from 0 to"),
    ("hidden_act", "mish", "'hidden_act' is 'mish', which is not implemented; known: gelu,"),
  ]
  for (key, value, words) in wrong {
    let text = try complaint("gte-cross") { try $0.set(key, value, in: "config.json") }
    #expect(text.contains(words), "\(text)")
  }
  let native = try complaint("gte-native") {
    try $0.set("rope_parameters", scaling([("rope_type", "yarn"), ("factor", 2)]), in: "config.json")
  }
  #expect(native.contains("'rope_parameters.rope_type' is 'yarn'"), "\(native)")
  for key in ["head_dim", "partial_rotary_factor"] as [ByteString] {
    let text = try complaint("gte-native") { try $0.set(key, 1, in: "config.json") }
    #expect(text.contains("'\(key)' is set, which is not implemented"), "\(text)")
  }
}

@Test func `the base of transformers' GTE may stand beside its rotary parameters, and older words mean the same`() throws {
  let model = try ModelCopy(of: "families/gte-native")
  let inputs = [TokenSequence(ids: Array(5..<90))], path = try InstructionSet.chosen()
  let states = { try HiddenStates(folder: model.path, instructionSet: path).rows(of: inputs, threads: 1) }
  let before = try states()
  let rope = try #require(try JSONValue(parsing: model.bytes("config.json"))["rope_parameters"])
  let factor = try #require(rope["factor"])
  let divided = { (type: ByteString) in JSONValue.object([(key: type, value: "linear"), (key: "factor", value: factor)]) }
  try model.set("rope_theta", 7, in: "config.json")
  #expect(try states() == before)
  try model.set("rope_parameters", divided("rope_type"), in: "config.json")
  let other = try states()
  #expect(other != before)
  try model.set("rope_parameters", nil, in: "config.json")
  #expect(try states() != other)
  try model.set("rope_scaling", divided("type"), in: "config.json")
  #expect(try states() == other)
  try model.set("rope_theta", nil, in: "config.json")
  #expect(try states() == before)
}

@Test func `positions that padding leaves none of, and padding that is no token, are refused`() throws {
  let none = try complaint("roberta") { try $0.set("pad_token_id", 601, in: "config.json") }
  #expect(none.contains("'max_position_embeddings' is 602; positions begin after pad_token_id 601, so none is left"), "\(none)")
  #expect(try complaint("roberta") { try $0.set("pad_token_id", -1, in: "config.json") }.contains("'pad_token_id'"))
  let path = try InstructionSet.chosen()
  let model = try HiddenStates(folder: ModelCopy.original("families/roberta"), instructionSet: path)
  let error = #expect(throws: TransformersError.self) {
    try model.rows(of: [TokenSequence(ids: [Int32](repeating: 9, count: 601))], threads: 1)
  }
  #expect(error?.description.contains("601 tokens; the model takes at most 600") == true)
}

@Test func `a saved GTE configuration means the same in transformers 5's words`() throws {
  let model = try ModelCopy(of: "families/gte-cross")
  let path = try InstructionSet.chosen(), inputs = [TokenSequence(ids: Array(5..<90))]
  let before = try HiddenStates(folder: model.path, instructionSet: path).rows(of: inputs, threads: 1)
  try model.set("rope_scaling", nil, in: "config.json")
  let unscaled = try HiddenStates(folder: model.path, instructionSet: path).rows(of: inputs, threads: 1)
  #expect(unscaled != before)
  let saved: [(key: ByteString, value: JSONValue)] = [
    ("factor", 8), ("rope_theta", 20_000), ("rope_type", "ntk"), ("type", "ntk"),
  ]
  try model.set("rope_parameters", .object(saved), in: "config.json")
  #expect(try HiddenStates(folder: model.path, instructionSet: path).rows(of: inputs, threads: 1) == before)
  try model.set("rope_theta", nil, in: "config.json")
  #expect(try HiddenStates(folder: model.path, instructionSet: path).rows(of: inputs, threads: 1) == before)
}

@Test func `an unknown model type lists all that are known`() throws {
  let text = try complaint("roberta") { try $0.set("model_type", "mpnet", in: "config.json") }
  for known in ["bert", "roberta", "xlm-roberta", "camembert", "distilbert", "electra", "new", "gte"] {
    #expect(text.contains(known), "\(text)")
  }
}

@Test func `a tokenizer smaller than the embedding table is taken, as padded tables are common`() throws {
  let model = try ModelCopy(of: "tiny-encoder")
  let whole = try TextEncoder(folder: model.path).encode([Array("the winnow".utf8)], threads: 1)
  let tokenizer = String(decoding: try model.bytes("tokenizer.json"), as: UTF8.self)
  let smaller = tokenizer.replacing(#/,"\[unused\d+\]":100/#, with: "")
  #expect(smaller.utf8.count < tokenizer.utf8.count)
  try model.write(smaller, to: "tokenizer.json")
  #expect(try TextEncoder(folder: model.path).encode([Array("the winnow".utf8)], threads: 1) == whole)
}
