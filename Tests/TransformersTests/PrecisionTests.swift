import Bytes
import Foundation
import Tensors
import TestSupport
import Testing
import Transformers

private func cosine(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
  var product = 0.0, left = 0.0, right = 0.0
  for (x, y) in zip(a, b) {
    product += Double(x) * Double(y)
    left += Double(x) * Double(x)
    right += Double(y) * Double(y)
  }
  return product / (left * right).squareRoot()
}

private let words = ["the", "winnow", "rank", "ear", "ring", "dense", "text", "水", "?"]
private let texts = (1..<90).map { Array((0..<$0 % 37).map { words[$0 * 7 % 9] }.joined(separator: " ").utf8) }

@Test(arguments: InstructionSet.available)
func `int8 vectors of a small encoder lie beside the fp32 ones, and are the same for any threads and company`(
  path: InstructionSet
) throws {
  let folder = ModelCopy.original("tiny-encoder")
  let exact = try TextEncoder(folder: folder, instructionSet: path).encode(texts, threads: 2)
  let encoder = try TextEncoder(folder: folder, precision: .int8, instructionSet: path)
  let width = encoder.dimension
  let vectors = try encoder.encode(texts, threads: 3)
  #expect(vectors != exact)
  for index in texts.indices {
    let range = index * width..<(index + 1) * width
    #expect(cosine(vectors[range], exact[range]) > 0.995, "text \(index)")
  }
  #expect(try texts.flatMap { try encoder.encode([$0], threads: 1) } == vectors)
}

@Test(arguments: InstructionSet.available)
func `int8 logits of a small cross-encoder are near the fp32 ones, and do not need VNNI`(path: InstructionSet) throws {
  let folder = ModelCopy.original("tiny-cross")
  let pairs = texts.indices.map { (query: texts[$0 % 11], passage: texts[$0]) }
  let exact = try CrossEncoder(folder: folder, instructionSet: path).score(pairs, threads: 2)
  let logits = try CrossEncoder(folder: folder, precision: .int8, instructionSet: path).score(pairs, threads: 2)
  #expect(logits != exact)
  // Three layers of width 20 with random weights: few terms over which rounding could even out.
  let spread = Double(exact.max() ?? 0) - Double(exact.min() ?? 0)
  #expect(distance(logits, [exact.map(Double.init)]) < 0.1 * spread)
  let plain = try CrossEncoder(folder: folder, precision: .int8, instructionSet: path.withoutVNNI)
  #expect(try plain.score(pairs, threads: 1) == logits)
}

@Test func `identities tell precisions apart`() throws {
  let folder = ModelCopy.original("tiny-encoder")
  let exact = try TextEncoder(folder: folder).identity, rounded = try TextEncoder(folder: folder, precision: .int8).identity
  #expect(rounded.differences(from: exact) == ["precision: int8 here, fp32 there"])
  let cross = try CrossEncoder(folder: ModelCopy.original("tiny-cross"), precision: .int8).identity
  #expect(cross.entries.contains { $0.key == "precision" && $0.value == "int8" })
}

/// Every small checkpoint of `Goldens`, whatever its family.
private let checkpoints = ["families", "modernbert"].flatMap { group in
  let path = ModelCopy.goldens.appendingPathComponent(group).path
  return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).map { "\(group)/\($0)" }
}.filter { FileManager.default.fileExists(atPath: ModelCopy.goldens.appendingPathComponent("\($0)/config.json").path) }.sorted()

@Test func `the small checkpoints of every family are there`() { #expect(checkpoints.count >= 18, "\(checkpoints)") }

@Test(arguments: checkpoints)
func `every family computes in int8: near fp32, on all paths, the same for any company`(name: String) throws {
  let folder = ModelCopy.original(name)
  var generator = SeededGenerator(seed: 5)
  let inputs = [1, 2, 9, 17, 5].map { length in
    TokenSequence(ids: (0..<length).map { _ in Int32(generator.next() % 12 + 5) })
  }
  for path in InstructionSet.available {
    let exact = try HiddenStates(folder: folder, instructionSet: path).rows(of: inputs, threads: 1)
    let model = try HiddenStates(folder: folder, precision: .int8, instructionSet: path)
    let states = try model.rows(of: inputs, threads: 2)
    let likeness = zip(states, exact).map { cosine($0[...], $1[...]) }
    #expect(states != exact && likeness.allSatisfy { $0 > 0.97 }, "\(path): \(likeness)")
    #expect(try inputs.map { try model.rows(of: [$0], threads: 1)[0] } == states, "\(path)")
  }
}

private let slow =
  MiniLM.folder != nil && SharedData.available && ProcessInfo.processInfo.environment["WINNOW_SLOW"] == "1"

@Suite(.enabled(if: slow, "needs the model all-MiniLM-L6-v2, ../shared and WINNOW_SLOW=1"))
struct SlowPrecisionTests {
  @Test func `int8 vectors of 2,000 real passages have a mean cosine of 0.99 to fp32's, and none is below 0.97`() throws {
    let lines = try SharedData.lines("data/msmarco-dl/passages.jsonl.zst")
    var generator = SeededGenerator(seed: 2_000)
    let passages = try (0..<2_000).compactMap { _ in
      try JSONValue(parsing: lines[Int(generator.next() % UInt64(lines.count))])["text"]?.string?.bytes
    }
    let folder = try #require(MiniLM.folder)
    let exact = try TextEncoder(folder: folder).encode(passages, threads: 2)
    let vectors = try TextEncoder(folder: folder, precision: .int8).encode(passages, threads: 2)
    let cosines = stride(from: 0, to: exact.count, by: 384).map { cosine(vectors[$0..<$0 + 384], exact[$0..<$0 + 384]) }
    let mean = cosines.reduce(0, +) / Double(cosines.count), least = cosines.min() ?? 0
    print("int8 against fp32: mean cosine \(mean), least \(least)")
    #expect(cosines.count == 2_000 && mean > 0.99 && least > 0.97)
  }
}
