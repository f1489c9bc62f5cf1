import Bytes
import Foundation
import Parallelism
import Tensors
import TestSupport
import Testing
import Transformers

private let lora = LoRASettings(rank: 3, alpha: 6, dropout: 0.25, targets: ["query", "value", "intermediate.dense"])

/// The small encoder with a new head.
private func cross(
  _ adaptation: Adaptation = .full(), dropout: Double? = 0.2, isCheckpointing: Bool = false, seed: UInt64 = 7,
  on path: InstructionSet? = nil
) throws -> TrainingModel {
  try TrainingModel.crossEncoder(
    folder: ModelCopy.original("tiny-encoder"),
    settings: TrainingModelSettings(
      adaptation: adaptation, dropout: dropout, isCheckpointing: isCheckpointing, seed: seed), instructionSet: path)
}

private let pairs: [(query: [UInt8], passage: [UInt8])] = [
  ("the winnow", "ranks dense text"), ("a", ""), ("ear ring", "the rank of the winnow is the ear"), ("dense", "dense dense 水 ?"),
  ("rank", "text"),
].map { (query: Array($0.0.utf8), passage: Array($0.1.utf8)) }

private func inputs(_ model: TrainingModel) -> [TrainingInput] {
  pairs.enumerated().map { model.input(query: $1.query, passage: $1.passage, number: $0) }
}

private let key = DropoutKey(seed: 5, step: 3)
/// The derivatives of the loss, a linear one, by the logits.
private let slopes: [Float] = [1, -0.5, 0.75, 2, -1.25]

private func loss(_ model: TrainingModel, _ dropout: DropoutKey?) -> Double {
  let outputs = model.forward(inputs(model), dropout: dropout, keepsCaches: false)
  return zip(outputs, slopes).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}

extension Parameter {
  fileprivate var allGradient: [Float] {
    let found = gradient
    guard let touchedRows else { return found.indices.map { found[$0] } }
    var all = [Float](repeating: 0, count: count)
    for (place, row) in touchedRows.enumerated() {
      for column in 0..<shape[1] { all[Int(row) * shape[1] + column] = found[place * shape[1] + column] }
    }
    return all
  }

  fileprivate func add(_ direction: [Float], times factor: Float, to start: [Float]) {
    var values = mutableValues
    for index in direction.indices { values[index] = start[index] + factor * direction[index] }
  }
}

private func gradients(_ model: TrainingModel) -> [String: [Float]] {
  Dictionary(uniqueKeysWithValues: model.parameters.filter(\.isTrainable).map { ($0.name, $0.allGradient) })
}

private func backward(_ model: TrainingModel, _ dropout: DropoutKey?, fork: Fork = .serial) -> [Float] {
  let outputs = model.forward(inputs(model), dropout: dropout, fork: fork)
  model.backward(slopes, fork: fork)
  return outputs
}

private func norm(_ floats: [Float]) -> Double { floats.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }

/// Fills LoRA's B, so that gradients reach A.
private func fillChanges(_ model: TrainingModel) {
  var generator = SeededGenerator(seed: 12)
  for parameter in model.parameters where parameter.role == .lowRank {
    var values = parameter.mutableValues
    for index in values.indices { values[index] = Float.random(in: -0.3...0.3, using: &generator) }
  }
  model.parametersChanged()
}

@Test(arguments: [Adaptation.full(), .lora(lora)])
func `differences of the loss along random directions are what the gradient of each tensor says, under dropout`(
  adaptation: Adaptation
) throws {
  let model = try cross(adaptation)
  fillChanges(model)
  _ = backward(model, key)
  let found = gradients(model), total = found.values.reduce(0.0) { $0 + norm($1) * norm($1) }.squareRoot()
  var generator = SeededGenerator(seed: 9)
  for parameter in model.parameters where parameter.isTrainable {
    let gradient = try #require(found[parameter.name]), start = parameter.floats(), size = norm(gradient)
    // Half along the gradient, half anywhere: a random direction alone hardly meets the gradient of a large tensor.
    var direction = (0..<parameter.count).map { _ in Float.random(in: -1...1, using: &generator) }
    let length = norm(direction)
    for index in direction.indices {
      direction[index] = direction[index] / Float(length) + (size > 0 ? gradient[index] / Float(size) : 0)
    }
    let step: Float = 2e-3
    let ends = [step, -step].map { factor -> Double in
      parameter.add(direction, times: factor, to: start)
      model.parametersChanged()
      return loss(model, key)
    }
    parameter.add(direction, times: 0, to: start)
    let slope = (ends[0] - ends[1]) / (2 * Double(step))
    let expected = zip(gradient, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(slope - expected) <= 0.01 * abs(expected) + 1e-4 * total, "\(parameter.name): \(slope), not \(expected)")
  }
}

@Test(arguments: InstructionSet.available, [Adaptation.full(), .lora(lora)])
func `outputs and gradients under dropout have the same bits for any threads, with checkpoints or without`(
  path: InstructionSet, adaptation: Adaptation
) throws {
  let plain = try cross(adaptation, on: path)
  fillChanges(plain)
  let expected = (backward(plain, key), gradients(plain))
  for (threads, isCheckpointing) in [(1, true), (2, false), (7, true)] {
    let other = try cross(adaptation, isCheckpointing: isCheckpointing, on: path)
    fillChanges(other)
    ThreadTeam.with(threads: threads) { team in
      let outputs = backward(other, key, fork: Fork(width: threads) { parts, body in team.run(parts: parts, body) })
      #expect(outputs == expected.0 && gradients(other) == expected.1)
    }
  }
}

@Test func `dropout is drawn again by its key, and is another for other steps, seeds and numbers`() throws {
  let model = try cross()
  let first = model.forward(inputs(model), dropout: key)
  #expect(model.forward(inputs(model), dropout: key, keepsCaches: false) == first)
  // Alone as in company.
  #expect(inputs(model).flatMap { model.forward([$0], dropout: key) } == first)
  #expect(model.forward(inputs(model), dropout: DropoutKey(seed: 5, step: 4)) != first)
  #expect(model.forward(inputs(model), dropout: DropoutKey(seed: 6, step: 3)) != first)
  let renumbered = pairs.map { model.input(query: $0.query, passage: $0.passage, number: 9) }
  #expect(model.forward(renumbered, dropout: key) != first)
  let undropped = model.forward(inputs(model), dropout: nil)
  #expect(undropped != first && model.forward(inputs(model), dropout: nil) == undropped)
  let without = try cross(dropout: 0)
  #expect(without.forward(inputs(without), dropout: key) == undropped)
}

@Test func `spans of a batch add up to the gradients of the whole`() throws {
  let whole = try cross(), split = try cross()
  _ = backward(whole, key)
  let all = inputs(split)
  for part in [0..<1, 1..<4, 4..<5] {
    _ = split.forward(Array(all[part]), dropout: key)
    split.backward(Array(slopes[part]))
  }
  let found = gradients(split)
  let expected = gradients(whole), total = expected.values.reduce(0.0) { $0 + norm($1) * norm($1) }.squareRoot()
  for (name, gradient) in expected {
    let difference = zip(gradient, found[name] ?? []).map { $0 - $1 }
    #expect(difference.count == gradient.count && norm(difference) <= 2e-6 * norm(gradient) + 1e-7 * total, "\(name)")
  }
  #expect(whole.parameters[0].touchedRows == split.parameters[0].touchedRows)
  split.clearGradients()
  #expect(gradients(split).values.allSatisfy { $0.allSatisfy { $0 == 0 } })
  #expect(split.parameters[0].touchedRows == [])
}

@Test(arguments: [Adaptation.full(), .lora(lora)])
func `evaluation computes what training computes without dropout, and follows the weights`(adaptation: Adaptation) throws {
  let model = try cross(adaptation)
  let encoder = try #require(model.crossEncoder())
  let before = try encoder.score(pairs, threads: 2)
  fillChanges(model)
  for parameter in model.parameters where parameter.isTrainable {
    var values = parameter.mutableValues
    for index in values.indices { values[index] *= 1.125 }
  }
  model.parametersChanged()
  let trained = model.forward(inputs(model), dropout: nil), evaluated = try encoder.score(pairs, threads: 2)
  #expect(evaluated != before)
  // A logit is an inner product with 36 numbers from -1 to 1; it may cancel.
  let bound = 6 * norm(model.parameters.first { $0.name == "classifier.weight" }?.floats() ?? [])
  #expect(norm(zip(trained, evaluated).map { $0 - $1 }) <= 1e-6 * bound * Double(pairs.count).squareRoot())
}

@Test(arguments: [Adaptation.full(), .lora(lora)])
func `merged weights saved by their names give the scores of the model under training`(adaptation: Adaptation) throws {
  let model = try cross(adaptation)
  fillChanges(model)
  let saved = try ModelCopy(of: "tiny-encoder")
  for (key, value) in [("num_labels", JSONValue(1)), ("id2label", nil)] {
    try saved.set(ByteString(key), value, in: "config.json")
  }
  let tensors = model.parameters.filter { $0.role != .lowRank }.map {
    TinySafetensors.Tensor(name: $0.name, shape: $0.shape, floats: $0.mergedFloats())
  }
  try saved.write(TinySafetensors(tensors).bytes, to: "model.safetensors")
  let merged = try CrossEncoder(folder: saved.path).score(pairs, threads: 1)
  let unmerged = model.forward(inputs(model), dropout: nil)
  #expect(norm(zip(merged, unmerged).map { $0 - $1 }) <= 2e-6 * norm(unmerged), "\(merged) \(unmerged)")
}

@Test func `LoRA begins with the model as it is: A uniform within 1 / √inputs, B zeros, heads trained`() throws {
  let plain = try cross(), adapted = try cross(.lora(lora))
  #expect(adapted.forward(inputs(adapted), dropout: nil) == plain.forward(inputs(plain), dropout: nil))
  let factors = adapted.parameters.filter { $0.role == .lowRank }
  #expect(factors.count == 12 && factors[0].name == "bert.encoder.layer.0.attention.self.query.lora_A.weight")
  for factor in factors {
    let values = factor.floats().map { Double($0) }
    if factor.name.hasSuffix("lora_B.weight") {
      #expect(values.allSatisfy { $0 == 0 } && factor.shape[1] == 3)
    } else {
      let bound = 1 / Double(factor.shape[1]).squareRoot()
      let deviation = (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
      #expect(values.allSatisfy { abs($0) <= bound } && factor.shape[0] == 3)
      #expect(abs(deviation / bound - 1 / 3.0.squareRoot()) < 0.12)
    }
  }
  let trained = Set(adapted.parameters.filter(\.isTrainable).map(\.role))
  #expect(trained == [.lowRank, .head])
  #expect(Set(adapted.parameters.filter { $0.role == .head }.map(\.isTrainable)) == [true])
}

@Test(arguments: [FrozenPart.embeddings, .layers(1), .layers(2)])
func `frozen parts have no gradients, and the others the same as ever`(frozen: FrozenPart) throws {
  let whole = try cross(), part = try cross(.full(frozen: frozen))
  #expect(backward(part, key) == backward(whole, key))
  let all = gradients(whole), found = gradients(part)
  #expect(!found.keys.contains { $0.contains("embeddings") })
  if frozen == .layers(1) { #expect(!found.keys.contains { $0.contains("layer.0.") }) }
  if frozen == .layers(2) { #expect(found.count == 4) }
  for (name, gradient) in found { #expect(gradient == all[name], "\(name)") }
  #expect(part.parameters.map(\.name) == whole.parameters.map(\.name))
  #expect(part.parameters[0].floats() == whole.parameters[0].floats())
}

@Test func `a head that the checkpoint lacks is drawn from the seed, and said`() throws {
  let model = try cross(), again = try cross(), other = try cross(seed: 8)
  #expect(model.initialised == ["classifier.weight", "classifier.bias"] && model.headModules == ["pooler", "classifier"])
  let weight = { (model: TrainingModel) in model.parameters.first { $0.name == "classifier.weight" }?.floats() ?? [] }
  #expect(weight(model) == weight(again) && weight(model) != weight(other))
  let deviation = norm(weight(model)) / Double(weight(model).count).squareRoot()
  #expect(abs(deviation - 0.02) < 0.006)
  #expect(model.parameters.last?.name == "classifier.bias" && model.parameters.last?.floats() == [0])
}

@Test func `the classifier of a token classifier is not taken for one that scores pairs`() throws {
  let folder = try ModelCopy(of: "tiny-cross")
  let plain = try TrainingModel.crossEncoder(folder: folder.path)
  #expect(plain.initialised.isEmpty)
  try folder.set("architectures", ["BertModel", "BertForTokenClassification"], in: "config.json")
  let model = try TrainingModel.crossEncoder(folder: folder.path)
  #expect(model.initialised == ["classifier.weight", "classifier.bias"])
  let weight = { (model: TrainingModel) in model.parameters.first { $0.name == "classifier.weight" }?.floats() }
  #expect(weight(model) != weight(plain))
}

@Test func `targets that match nothing, too many frozen layers and impossible numbers are refused with advice`() throws {
  let complaint = { (adaptation: Adaptation) in
    (#expect(throws: TransformersError.self) { try cross(adaptation) })?.description ?? ""
  }
  let unmatched = complaint(.lora(LoRASettings(targets: ["query", "q_proj", "uery"])))
  #expect(unmatched.contains("no linear layer of the model is called q_proj or uery"))
  #expect(unmatched.contains("bert.encoder.layer.*.attention.self.query") && unmatched.contains("layer.*.output.dense"))
  #expect(complaint(.lora(LoRASettings(targets: []))).contains("LoRA needs target modules"))
  #expect(complaint(.full(frozen: .layers(3))).contains("the model has 2"))
  #expect(complaint(.lora(LoRASettings(rank: 0, targets: ["query"]))).contains("rank from 1"))
}

@Test func `an encoder under training gives the vectors of inference, behind the prompts of queries and documents`() throws {
  let folder = try ModelCopy(of: "tiny-encoder")
  try folder.write(#"{"prompts":{"query":"the ","document":"text "}}"#, to: "config_sentence_transformers.json")
  try folder.write(#"{"pooling_mode":"mean","include_prompt":false}"#, to: "1_Pooling/config.json")
  let model = try TrainingModel.biEncoder(folder: folder.path), encoder = try TextEncoder(folder: folder.path)
  let text = Array("winnow ranks".utf8)
  let inputs = [true, false].enumerated().map { model.input(text: text, isQuery: $1, number: $0) }
  let found = model.forward(inputs, dropout: nil)
  let expected = try encoder.encode([text], prompt: .query, threads: 1) + encoder.encode([text], prompt: .document, threads: 1)
  #expect(model.outputs == 36 && found.count == 72)
  #expect(norm(zip(found, expected).map { $0 - $1 }) <= 1e-6)
  #expect(model.parameters[0].name == "embeddings.word_embeddings.weight")
  #expect(
    try model.textEncoder()?.encode([text], prompt: .query, threads: 1) == encoder.encode([text], prompt: .query, threads: 1))
}

@Test func `a loss may see vectors before they are normalised; the encoder normalises all the same`() throws {
  var settings = TrainingModelSettings()
  settings.skipsNormalize = true
  let folder = ModelCopy.original("tiny-encoder")
  let plain = try TrainingModel.biEncoder(folder: folder), raw = try TrainingModel.biEncoder(folder: folder, settings: settings)
  let text = Array("winnow ranks".utf8)
  let vectors = [plain, raw].map { $0.forward([$0.input(text: text, isQuery: true, number: 0)], dropout: nil) }
  #expect(abs(norm(vectors[0]) - 1) < 1e-6 && abs(norm(vectors[1]) - 1) > 0.01)
  let length = Float(norm(vectors[1]))
  #expect(zip(vectors[0], vectors[1]).allSatisfy { abs($0 - $1 / length) < 1e-6 })
  #expect(try raw.textEncoder()?.encode([text], threads: 1) == plain.textEncoder()?.encode([text], threads: 1))
}
