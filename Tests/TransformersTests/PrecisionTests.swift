import Bytes
import Foundation
import Tensors
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
  // Two layers of width 36 with random weights: few terms over which rounding could even out.
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
