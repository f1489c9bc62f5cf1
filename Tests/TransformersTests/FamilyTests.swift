import Bytes
import Foundation
import Tensors
import TestSupport
import Testing
import Transformers

/// A tiny random checkpoint and what transformers makes of it.
private struct Family {
  let folder: String
  let inputs: [TokenSequence]
  private let expected: [JSONValue]

  init(_ name: String) throws {
    folder = ModelCopy.original("families/\(name)")
    expected = try golden("families/\(name)/expected.json").array ?? []
    inputs = expected.map { input in
      let ids = (input["ids"]?.array ?? []).compactMap(\.int).map(Int32.init)
      let types = (input["types"]?.array ?? []).compactMap(\.int).map(Int32.init)
      return TokenSequence(ids: ids, typeIDs: types)
    }
  }

  /// The reference's logits.
  var logits: [Double] { expected.compactMap { $0["logit"]?.double } }

  /// The greatest difference from the reference's states, in units of the greatest of them.
  func worst(_ states: [[Float]], width: Int) -> Double {
    zip(states, expected).map { found, input in
      let rows = (input["rows"]?.array ?? []).compactMap(\.int)
      let wanted = (input["states"]?.array ?? []).map(\.numbers)
      let kept = rows.flatMap { found[$0 * width..<($0 + 1) * width] }
      let scale = wanted.flatMap { $0 }.map(abs).max() ?? 0
      let count = found.count / width
      let mean = (0..<width).map { column in
        Float(stride(from: column, to: found.count, by: width).reduce(0.0) { $0 + Double(found[$1]) } / Double(count))
      }
      return max(distance(kept, wanted), distance(mean, [input["mean"]?.numbers ?? []])) / scale
    }.max() ?? .infinity
  }
}

private let encoders = [
  "bert-pretraining", "bert-headless", "roberta", "roberta-cross", "xlm-roberta-cross", "camembert", "distilbert",
  "distilbert-cross", "electra", "electra-cross", "gte-cross", "gte-plain", "gte-tokens", "gte-unpacked", "gte-native",
]
private let crossEncoders = encoders.filter { $0.hasSuffix("-cross") } + ["gte-native"]

/// A folder with everything that a cross-encoder needs: the family's files and a tokenizer.
private func withTokenizer(_ name: String) throws -> ModelCopy {
  let model = try ModelCopy(of: "families/\(name)")
  try model.write(ModelCopy(of: "tiny-cross").bytes("tokenizer.json"), to: "tokenizer.json")
  return model
}

@Test(arguments: InstructionSet.available, encoders)
func `every token's hidden state is transformers' to rounding, whatever the family`(path: InstructionSet, name: String) throws {
  let family = try Family(name)
  let model = try HiddenStates(folder: family.folder, instructionSet: path)
  let states = try model.rows(of: family.inputs, threads: 1)
  let worst = family.worst(states, width: model.width)
  #expect(worst < 1e-5, "\(name): \(worst)")
}

@Test(arguments: InstructionSet.available, encoders)
func `hidden states have the same bits for any threads and company`(path: InstructionSet, name: String) throws {
  let family = try Family(name)
  let model = try HiddenStates(folder: family.folder, instructionSet: path)
  let inputs = family.inputs + family.inputs.reversed() + [TokenSequence(ids: [7, 8, 9])]
  let alone = try inputs.map { try model.rows(of: [$0], threads: 1)[0] }
  for threads in [1, 2, 7] { #expect(try model.rows(of: inputs, threads: threads) == alone, "\(threads) threads") }
}

@Test(arguments: InstructionSet.available, crossEncoders)
func `logits are transformers' to rounding, with the same bits for any company`(path: InstructionSet, name: String) throws {
  let family = try Family(name)
  let model = try withTokenizer(name)
  let encoder = try CrossEncoder(folder: model.path, instructionSet: path)
  let logits = try encoder.score(tokens: family.inputs, threads: 2)
  #expect(distance(logits, [family.logits]) < 2e-5, "\(logits), \(family.logits)")
  #expect(try family.inputs.map { try encoder.score(tokens: [$0], threads: 1)[0] } == logits)
}
