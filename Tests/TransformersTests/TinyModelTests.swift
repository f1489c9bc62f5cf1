import Bytes
import Foundation
import Tensors
import Testing
import Transformers

private func encode(_ model: ModelCopy, _ texts: [[UInt8]], on path: InstructionSet) throws -> [Float] {
  try TextEncoder(folder: model.path, instructionSet: path).encode(texts, threads: 2)
}

/// The modules Transformer, Pooling, Normalize, or the first ones of them.
private func modules(_ count: Int) -> String {
  let all = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")].prefix(count)
  return "[" + all.map { #"{"path":"\#($0.0)","type":"sentence_transformers.models.\#($0.1)"}"# }.joined(separator: ",") + "]"
}

@Test(arguments: InstructionSet.available)
func `small encoders give sentence-transformers' vectors for each pooling, prompt and kind of folder`(path: InstructionSet) throws
{
  let expected = try tinyGoldens()
  let texts = expected["texts"]?.texts ?? []
  let check = { (name: ByteString, change: (ModelCopy) throws -> Void) in
    let model = try ModelCopy(of: "tiny-encoder")
    try change(model)
    let wanted = (expected[name]?.array ?? []).map(\.numbers)
    #expect(try distance(encode(model, texts, on: path), wanted) < 1e-5, "\(name)")
  }
  try check("mean normalised") { _ in }
  try check("mean") { try $0.write(modules(2), to: "modules.json") }
  try check("cls") {
    try $0.write(modules(2), to: "modules.json")
    try $0.write(#"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}"#, to: "1_Pooling/config.json")
  }
  try check("max normalised") { try $0.write(#"{"pooling_mode": "max"}"#, to: "1_Pooling/config.json") }
  try check("no modules.json") { try $0.remove("modules.json") }
  try check("prompt") { try $0.set("default_prompt_name", "query", in: "config_sentence_transformers.json") }
}

@Test(arguments: InstructionSet.available)
func `small cross-encoders give transformers' logits from half precision and from old bfloat16 checkpoints`(
  path: InstructionSet
) throws {
  let expected = try tinyGoldens()
  let pairs = (expected["pairs"]?.array ?? []).map { (query: $0.texts[0], passage: $0.texts[1]) }
  for file in ["model.safetensors", "old.safetensors"] {
    let model = try ModelCopy(of: "tiny-cross")
    try model.write(model.bytes(file), to: "model.safetensors")
    let encoder = try CrossEncoder(folder: model.path, instructionSet: path)
    #expect(encoder.identity.maximumLength == 32)
    let logits = expected["logits"]?[ByteString(file)]?.numbers ?? []
    #expect(try distance(encoder.score(pairs, threads: 2), [logits]) < 1e-4, "\(file)")
  }
}

@Test(arguments: InstructionSet.available)
func `vectors and logits have the same bits for any threads, order and company`(path: InstructionSet) throws {
  let words = ["the", "winnow", "rank", "ear", "ring", "dense", "text", "水", "?"]
  let texts = (0..<150).map { Array((0..<$0 % 37).map { words[$0 * 7 % 9] }.joined(separator: " ").utf8) }
  let encoder = try TextEncoder(folder: ModelCopy.original("tiny-encoder"), instructionSet: path)
  let width = encoder.dimension
  let alone = try texts.flatMap { try encoder.encode([$0], threads: 1) }
  #expect(try encoder.encode(texts, threads: 1) == alone)
  #expect(try encoder.encode(texts, threads: 4) == alone)
  let backwards = try encoder.encode(texts.reversed(), threads: 3)
  let reversed = texts.indices.flatMap { Array(backwards[(149 - $0) * width..<(150 - $0) * width]) }
  #expect(reversed == alone)

  let cross = try CrossEncoder(folder: ModelCopy.original("tiny-cross"), instructionSet: path)
  let pairs = texts.indices.map { (query: texts[$0 % 11], passage: texts[$0]) }
  #expect(try cross.score(pairs, threads: 3) == pairs.flatMap { try cross.score([$0], threads: 1) })
}

@Test func `progress counts every text once, in order, and no texts give no vectors`() throws {
  let encoder = try TextEncoder(folder: ModelCopy.original("tiny-encoder"))
  #expect(try encoder.encode([], threads: 2).isEmpty)
  let heard = Heard()
  _ = try encoder.encode([[UInt8]](repeating: Array("the winnow".utf8), count: 300), threads: 2) { heard.append($0) }
  #expect(heard.counts == heard.counts.sorted() && heard.counts.last == 300 && Set(heard.counts).count == heard.counts.count)
}

private final class Heard: @unchecked Sendable {
  private let lock = NSLock()
  private var heard: [Int] = []
  var counts: [Int] { lock.withLock { heard } }
  func append(_ count: Int) { lock.withLock { heard.append(count) } }
}

@Test func `identities tell models, pooling, length and prompt apart, and say what differs`() throws {
  let plain = try TextEncoder(folder: ModelCopy.original("tiny-encoder")).identity
  #expect(plain.maximumLength == 24 && plain.normalised && plain.pooling == "mean" && plain.dimension == 36)
  let again = try ModelCopy(of: "tiny-encoder")
  #expect(try TextEncoder(folder: again.path).identity == plain)
  try again.set("max_seq_length", 20, in: "sentence_bert_config.json")
  let shorter = try TextEncoder(folder: again.path).identity
  #expect(shorter.differences(from: plain) == ["maximum length: 20 here, 24 there"])
  try again.set("note", "other", in: "config.json")
  #expect(try TextEncoder(folder: again.path).identity.model != plain.model)
  try again.remove("modules.json")
  #expect(try TextEncoder(folder: again.path).identity.pooling == "mean, assumed")
}

@Test func `identities tell whether vectors are normalised before they are cut`() throws {
  let model = try ModelCopy(of: "tiny-encoder")
  try model.write(#"{"truncate_dim":10}"#, to: "config_sentence_transformers.json")
  let normalised = try TextEncoder(folder: model.path)
  let modules = try #require(try JSONValue(parsing: model.bytes("modules.json")).array)
  try model.write(JSONValue.array(Array(modules.prefix(2))).serialized(), to: "modules.json")
  let plain = try TextEncoder(folder: model.path)
  let text = [Array("the winnow".utf8)]
  #expect(try plain.encode(text, threads: 1) != normalised.encode(text, threads: 1))
  #expect(plain.identity != normalised.identity)
}

@Test func `token ids that a model cannot take are refused with their place`() throws {
  let encoder = try TextEncoder(folder: ModelCopy.original("tiny-encoder"))
  let wrong: [(TokenSequence, String)] = [
    (TokenSequence(ids: [2, 101, 3]), "token id 101"), (TokenSequence(ids: [-1]), "token id -1"),
    (TokenSequence(ids: [1], typeIDs: [2]), "segment number 2"), (TokenSequence(ids: [1], typeIDs: []), "segment numbers"),
    (TokenSequence(ids: [Int32](repeating: 1, count: 49)), "49 tokens"),
  ]
  for (sequence, words) in wrong {
    let error = #expect(throws: TransformersError.self) {
      try encoder.encode(tokens: [TokenSequence(ids: [2, 3]), sequence], threads: 1)
    }
    #expect(error?.description.hasPrefix("input 1") == true && error?.description.contains(words) == true)
  }
  #expect(try encoder.encode(tokens: [TokenSequence(ids: [])], threads: 1) == [Float](repeating: 0, count: 36))
}
