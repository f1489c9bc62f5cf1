import Bytes
import Foundation
import Tensors
import Testing
import Transformers

/// Values that a key of a configuration may wrongly have: borders of what is taken, other kinds, and nothing.
private let values: [JSONValue] = [
  0, -1, 1, 2, 3, 7, 64, 1_024, 131_072, 16_777_214, 16_777_216, 4_294_967_296, 1e19, 1e300, 1e-300, 0.5, .null, true, "", "x",
  .array([]), .object([]), .array([0, "full_attention"]), .object([(key: "type", value: "ntk"), (key: "factor", value: 1e-30)]),
]

/// Loads a model and computes with it; errors are as good as results, a trap is not.
private func attempt(_ model: ModelCopy, inputs: [TokenSequence]) throws {
  do {
    let states = try HiddenStates(folder: model.path, precision: .int8, instructionSet: .chosen())
    _ = try states.rows(of: inputs, threads: 2)
  } catch is TransformersError {}
}

@Test(arguments: [
  "families/bert-headless", "families/roberta", "families/distilbert", "families/electra", "families/gte-cross",
  "families/gte-native", "families/gte-unpacked", "modernbert/plain",
])
func `a configuration with any entry changed loads or is refused, never traps`(name: String) throws {
  let model = try ModelCopy(of: name), whole = try model.bytes("config.json")
  let inputs = [TokenSequence(ids: [2, 9, 11, 1, 3]), TokenSequence(ids: [5])]
  for (key, _) in try JSONValue(parsing: whole).object ?? [] {
    for value in values {
      try model.write(whole, to: "config.json")
      try model.set(key, value, in: "config.json")
      try attempt(model, inputs: inputs)
    }
  }
}
