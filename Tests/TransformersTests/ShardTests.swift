import Bytes
import Foundation
import TestSupport
import Testing
import Transformers

private let index = "model.safetensors.index.json"

/// The small encoder with its weights in two files, after a change of its index and files.
private func complaint(_ change: (ModelCopy, inout JSONValue) throws -> Void) throws -> String {
  let model = try sharded()
  var map = try #require(try JSONValue(parsing: model.bytes(index))["weight_map"])
  try change(model, &map)
  try model.write(JSONValue.object([("weight_map", map)]).serialized(), to: index)
  return #expect(throws: TransformersError.self) { try TextEncoder(folder: model.path) }?.description ?? ""
}

private func sharded() throws -> ModelCopy {
  let model = try ModelCopy(of: "tiny-encoder")
  let whole = try TinySafetensors(bytes: model.bytes("model.safetensors")).tensors
  var map: [(key: ByteString, value: JSONValue)] = []
  for (number, part) in [whole.prefix(20), whole.dropFirst(20)].enumerated() {
    let file = "model-\(number + 1).safetensors"
    try model.write(TinySafetensors(Array(part)).bytes, to: file)
    map += part.map { (key: ByteString($0.name), value: .string(ByteString(file))) }
  }
  try model.write(JSONValue.object([("metadata", ["total_size": 7]), ("weight_map", .object(map))]).serialized(), to: index)
  try model.remove("model.safetensors")
  return model
}

private func setting(_ key: ByteString, _ value: JSONValue?, in map: JSONValue) -> JSONValue {
  .object((map.object ?? []).filter { $0.key != key } + (value.map { [(key: key, value: $0)] } ?? []))
}

private let word: ByteString = "embeddings.word_embeddings.weight"

@Test func `weights in several files give the bits of one file; one file goes before an index`() throws {
  let texts = [Array("the winnow ranks dense text".utf8), []]
  let whole = try TextEncoder(folder: ModelCopy.original("tiny-encoder"))
  let vectors = try whole.encode(texts, threads: 1)
  let model = try sharded()
  let parts = try TextEncoder(folder: model.path)
  #expect(try parts.encode(texts, threads: 1) == vectors)
  #expect(parts.identity.model != whole.identity.model)
  try model.write(ModelCopy(of: "tiny-encoder").bytes("model.safetensors"), to: "model.safetensors")
  try model.write("{", to: index)
  #expect(try TextEncoder(folder: model.path).identity == whole.identity)
}

@Test func `an index and files that disagree are refused with file and weight`() throws {
  let lost = try complaint { model, _ in try model.remove("model-2.safetensors") }
  #expect(lost.contains("model-2.safetensors: No such file"))
  let absent = try complaint { _, map in map = setting("no.such.weight", "model-1.safetensors", in: map) }
  #expect(absent.contains("model-1.safetensors lacks 'no.such.weight'") && absent.contains(index), "\(absent)")
  let unnamed = try complaint { _, map in map = setting(word, nil, in: map) }
  #expect(unnamed.contains("holds '\(word)', which the index does not name"), "\(unnamed)")
  let elsewhere = try complaint { _, map in
    let other: JSONValue = map[word]?.string == "model-1.safetensors" ? "model-2.safetensors" : "model-1.safetensors"
    map = setting(word, other, in: map)
  }
  #expect(elsewhere.contains("'\(word)', which the index puts into model-"), "\(elsewhere)")
  let cut = try complaint { model, _ in
    try model.write(Array(model.bytes("model-2.safetensors").dropLast(5)), to: "model-2.safetensors")
  }
  #expect(cut.contains("model-2.safetensors: "), "\(cut)")
}

@Test func `an index that leads out of the folder or is none is refused`() throws {
  for name in ["../model-1.safetensors", "/etc/passwd", "a/b.safetensors", "..", "", "x\u{0}y"] {
    let text = try complaint { _, map in map = setting(word, .string(ByteString(name)), in: map) }
    #expect(text.contains("'weight_map' gives") && text.contains("no name of a file beside it"), "\(text)")
  }
  #expect(try complaint { _, map in map = setting(word, 7, in: map) }.contains("'weight_map' gives"))
  #expect(try complaint { _, map in map = .array([]) }.contains("must be an object"))
  #expect(try complaint { _, map in map = .object([]) }.contains("must be an object"))
  let twice = try complaint { _, map in map = .object((map.object ?? []) + [(key: word, value: "model-1.safetensors")]) }
  #expect(twice.contains("twice"), "\(twice)")
}

@Test func `an index with any byte changed loads or is refused, never traps`() throws {
  let model = try sharded()
  let whole = try model.bytes(index)
  var generator = SeededGenerator(seed: 31)
  for _ in 0..<200 {
    var bytes = whole
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
    }
    try model.write(bytes, to: index)
    do { _ = try TextEncoder(folder: model.path) } catch is TransformersError {}
  }
}

@Test func `pickled weights are refused with the line that converts them`() throws {
  let model = try ModelCopy(of: "tiny-encoder")
  try FileManager.default.moveItem(atPath: "\(model.path)/model.safetensors", toPath: "\(model.path)/pytorch_model.bin")
  let error = #expect(throws: TransformersError.self) { try TextEncoder(folder: model.path) }
  let text = error?.description ?? ""
  #expect(text.contains("python -c \"import torch") && text.contains("'\(model.path)/model.safetensors')\""), "\(text)")
  try model.write("{}", to: "pytorch_model.bin.index.json")
  #expect(throws: TransformersError.self) { try TextEncoder(folder: model.path) }
}
