import Bytes
import Foundation
import TestSupport
import Testing
import Transformers

private let configuration = "adapter_config.json", weights = "adapter_model.safetensors"

/// An adapter folder whose base, the small encoder, is beside it.
private func adapter() throws -> ModelCopy {
  let model = try ModelCopy(of: "folders/adapter", as: "adapter", beside: ["tiny-encoder"])
  for file in ["modules.json", "1_Pooling/config.json"] {
    try model.write(ModelCopy(of: "tiny-encoder").bytes(file), to: file)
  }
  return model
}

private func complaint(_ change: (ModelCopy) throws -> Void) throws -> String {
  let model = try adapter()
  try change(model)
  return #expect(throws: TransformersError.self) { try TextEncoder(folder: model.path) }?.description ?? ""
}

private let texts = ["the winnow ranks dense text", "a", ""].map { Array($0.utf8) }

/// W + scale · B A, one sum at a time, in double precision.
private func merged(_ base: TinySafetensors.Tensor, _ a: TinySafetensors.Tensor, _ b: TinySafetensors.Tensor, scale: Double)
  -> TinySafetensors.Tensor
{
  var out = base
  let inputs = base.shape[1], rank = a.shape[0]
  for row in 0..<base.shape[0] {
    for column in 0..<inputs {
      let sum = (0..<rank).reduce(0.0) { $0 + Double(b.floats[row * rank + $1]) * Double(a.floats[$1 * inputs + column]) }
      out.floats[row * inputs + column] = Float(Double(base.floats[row * inputs + column]) + scale * sum)
    }
  }
  return out
}

@Test(arguments: 0..<12)
func `an adapter gives the vectors of a model whose weights were merged the slow way`(seed: Int) throws {
  var generator = SeededGenerator(seed: UInt64(seed) + 40)
  let rank = Int.random(in: 1...40, using: &generator), alpha = Double.random(in: 0.5...8, using: &generator)
  let rankStabilised = Bool.random(using: &generator)
  let merged40 = try ModelCopy(of: "tiny-encoder")
  var whole = try TinySafetensors(bytes: merged40.bytes("model.safetensors"))
  var factors: [TinySafetensors.Tensor] = []
  for index in whole.tensors.indices where whole.tensors[index].shape.count == 2 && whole.tensors[index].name.contains("encoder.")
  {
    guard Bool.random(using: &generator) else { continue }
    let base = whole.tensors[index], module = base.name.dropLast(".weight".count)
    let random = { (count: Int, generator: inout SeededGenerator) in
      (0..<count).map { _ in Float.random(in: -0.2...0.2, using: &generator) }
    }
    let a = TinySafetensors.Tensor(
      name: "base_model.model.bert.\(module).lora_A.weight", shape: [rank, base.shape[1]],
      floats: random(rank * base.shape[1], &generator))
    let b = TinySafetensors.Tensor(
      name: "base_model.model.bert.\(module).lora_B.weight", shape: [base.shape[0], rank],
      floats: random(rank * base.shape[0], &generator))
    factors += [a, b]
    whole.tensors[index] = merged(base, a, b, scale: alpha / (rankStabilised ? Double(rank).squareRoot() : Double(rank)))
  }
  try merged40.write(whole.bytes, to: "model.safetensors")
  let model = try adapter()
  try model.write(TinySafetensors(factors).bytes, to: weights)
  for (key, value) in [("r", JSONValue(rank)), ("lora_alpha", JSONValue(alpha)), ("use_rslora", .bool(rankStabilised))] {
    try model.set(ByteString(key), value, in: configuration)
  }
  for key in ["rank_pattern", "alpha_pattern"] { try model.set(ByteString(key), nil, in: configuration) }
  let expected = try TextEncoder(folder: merged40.path).encode(texts, threads: 1)
  #expect(distance(try TextEncoder(folder: model.path).encode(texts, threads: 1), [expected.map(Double.init)]) < 2e-6)
}

@Test func `an adapter's identity covers its base, its factors and their scale, but not where the base is`() throws {
  let model = try adapter()
  let plain = try TextEncoder(folder: model.path).identity
  try model.set("lora_alpha", 7, in: configuration)
  #expect(try TextEncoder(folder: model.path).identity.differences(from: plain).map { $0.prefix(6) } == ["model:"])
  try model.set("lora_alpha", 6, in: configuration)
  let base = try ModelCopy(of: "tiny-encoder")
  try model.set("base_model_name_or_path", .string(ByteString(base.path)), in: configuration)
  #expect(try TextEncoder(folder: model.path).identity == plain)
  try base.set("note", "other", in: "config.json")
  #expect(try TextEncoder(folder: model.path).identity != plain)
}

@Test func `a folder with a whole model and an adapter is its own base`() throws {
  let model = try adapter()
  let plain = try TextEncoder(folder: model.path).encode(texts, threads: 1)
  for file in ["config.json", "model.safetensors", "tokenizer.json"] {
    try model.write(ModelCopy(of: "tiny-encoder").bytes(file), to: file)
  }
  try model.set("base_model_name_or_path", "no/such/model", in: configuration)
  #expect(try TextEncoder(folder: model.path).encode(texts, threads: 1) == plain)
}

@Test func `an adapter's tokenizer goes before its base's, with its length`() throws {
  let model = try adapter()
  let base = URL(fileURLWithPath: model.path).deletingLastPathComponent().appendingPathComponent("tiny-encoder")
  try Data(#"{"model_max_length":20}"#.utf8).write(to: base.appendingPathComponent("tokenizer_config.json"))
  #expect(try TextEncoder(folder: model.path).identity.maximumLength == 20)
  try model.write(ModelCopy(of: "tiny-encoder").bytes("tokenizer.json"), to: "tokenizer.json")
  #expect(try TextEncoder(folder: model.path).identity.maximumLength == 48)
}

@Test func `adapters of another kind are refused by key`() throws {
  let wrong: [(ByteString, JSONValue?, String)] = [
    ("peft_type", "IA3", "'IA3', which is not implemented; known: LORA"), ("peft_type", nil, "'peft_type'"),
    ("use_dora", true, "'use_dora' is set"), ("fan_in_fan_out", true, "merge_and_unload"), ("lora_bias", true, "'lora_bias'"),
    ("layer_replication", [[0, 2]], "'layer_replication'"), ("trainable_token_indices", [1], "'trainable_token_indices'"),
    ("init_lora_weights", "pissa_niter_4", "pissa_niter_4"), ("r", 0, "'r' must be a whole number"),
    ("r", 5, "rank 5, but its stored"),
    ("lora_alpha", "six", "'lora_alpha' must be a number"), ("alpha_pattern", ["(": 3], "'(' is no regular expression"),
    ("alpha_pattern", [".*query": "x"], "'alpha_pattern' must be a number"), ("base_model_name_or_path", nil, "is missing"),
    ("base_model_name_or_path", "no-such-model-anywhere", "names the adapter's base model: no model 'no-such-model-anywhere'"),
    ("base_model_name_or_path", "../adapter", "config.json"),
  ]
  for (key, value, words) in wrong {
    let text = try complaint { try $0.set(key, value, in: configuration) }
    #expect(text.contains(words), "\(text)")
  }
}

@Test func `an adapter's tensors that fit no weight are refused by name`() throws {
  let query = "base_model.model.encoder.layer.0.attention.self.query"
  let changes: [(String, (inout TinySafetensors) -> Void)] = [
    ("only one of lora_A and lora_B", { $0.tensors.removeAll { $0.name == "\(query).lora_B.weight" } }),
    ("changes 'encoder.layer.9.x.weight', which the model lacks", rename(query, "base_model.model.encoder.layer.9.x")),
    ("is not called base_model.model.", rename(query, "encoder.layer.0.attention.self.query")),
    ("of a kind that is not implemented", rename("lora_A", "lora_embedding_A")),
    ("changes 'embeddings.word_embeddings.weight' by a low rank", rename(query, "base_model.model.embeddings.word_embeddings")),
    ("has shape [36, 36], expected [50, 36]", swap(query, "base_model.model.encoder.layer.0.intermediate.dense")),
    (
      "'base_model.model.extra' is not a weight",
      { $0.tensors.append(.init(name: "base_model.model.extra", shape: [1], floats: [1])) }
    ),
    (
      "'base_model.model.encoder.layer.0.output.LayerNorm.bias' has shape [1]",
      { $0.tensors.append(.init(name: "base_model.model.encoder.layer.0.output.LayerNorm.bias", shape: [1], floats: [1])) }
    ),
  ]
  for (words, change) in changes {
    let text = try complaint { model in
      var file = try singles()
      change(&file)
      try model.write(file.bytes, to: weights)
      try model.set("rank_pattern", nil, in: configuration)
    }
    #expect(text.contains(words), "\(text)")
  }
  #expect(try complaint { try $0.remove(weights) }.contains("there is no \(weights)"))
  let parts = try complaint { model in
    let tensors = try singles().tensors
    let map = try [0..<2, 2..<4].enumerated().flatMap { number, range in
      let name = "adapter_model-\(number).safetensors"
      try model.write(TinySafetensors(Array(tensors[range])).bytes, to: name)
      return tensors[range].map { (key: ByteString($0.name), value: JSONValue.string(ByteString(name))) }
    }
    try model.remove(weights)
    try model.write(JSONValue.object([("weight_map", .object(map))]).serialized(), to: "\(weights).index.json")
  }
  #expect(parts.contains("an adapter in several files is not implemented"), "\(parts)")
  let pickled = try complaint { model in
    try model.remove(weights)
    try model.write("x", to: "adapter_model.bin")
  }
  #expect(pickled.contains("torch.load('") && pickled.contains("adapter_model.bin"), "\(pickled)")
}

/// Factors of rank 4 for two weights of the small encoder.
private func singles() throws -> TinySafetensors {
  let shapes = [("attention.self.query", 36, 36), ("intermediate.dense", 36, 50)]
  return TinySafetensors(
    shapes.flatMap { name, inputs, outputs in
      let module = "base_model.model.encoder.layer.0.\(name)"
      return [
        TinySafetensors.Tensor(
          name: "\(module).lora_A.weight", shape: [4, inputs], floats: [Float](repeating: 1, count: 4 * inputs)),
        TinySafetensors.Tensor(
          name: "\(module).lora_B.weight", shape: [outputs, 4], floats: [Float](repeating: 1, count: 4 * outputs)),
      ]
    })
}

private func rename(_ old: String, _ new: String) -> (inout TinySafetensors) -> Void {
  { file in for index in file.tensors.indices { file.tensors[index].name.replace(old, with: new) } }
}

/// Gives one module's factors the name of another, which loses its own.
private func swap(_ old: String, _ new: String) -> (inout TinySafetensors) -> Void {
  { file in
    file.tensors.removeAll { $0.name.hasPrefix(new) }
    rename(old, new)(&file)
  }
}
