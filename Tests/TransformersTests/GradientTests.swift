import Parallelism
import Tensors
import TestSupport
import Testing
import Transformers

/// A golden's model under training, dropout off, with the adapter's factors as torch had them.
private func model(_ golden: GradientGolden, on path: InstructionSet, isCheckpointing: Bool = false) throws -> TrainingModel {
  let folder = try golden.folder()
  let settings = TrainingModelSettings(adaptation: golden.adaptation, dropout: 0, isCheckpointing: isCheckpointing)
  let model =
    golden.isEncoder
    ? try TrainingModel.biEncoder(folder: folder.path, settings: settings, instructionSet: path)
    : try TrainingModel.crossEncoder(folder: folder.path, settings: settings, instructionSet: path)
  let factors = try golden.factors()
  for factor in factors {
    let parameter = try #require(model.parameters.first { $0.name == factor.name }, "\(factor.name)")
    var values = parameter.mutableValues
    try #require(parameter.shape == factor.shape && parameter.isTrainable)
    for index in factor.floats.indices { values[index] = factor.floats[index] }
  }
  if !factors.isEmpty { model.parametersChanged() }
  return model
}

extension Parameter {
  /// The gradient as an array, and the name under which goldens have it.
  fileprivate var found: [Float] { gradient.indices.map { gradient[$0] } }
  fileprivate var goldenName: String {
    if case .module(let place) = role {
      return "\(place)_\(shape.count == 2 || name.hasPrefix("linear") ? "Dense" : "LayerNorm")/\(name)"
    }
    return name
  }
}

extension GradientGolden {
  /// A forward and a backward pass over the inputs: the outputs.
  func run(_ model: TrainingModel, fork: Fork = .serial) -> [Float] {
    let inputs = inputs.enumerated().map { TrainingInput(tokens: $1, number: $0) }
    let outputs = model.forward(inputs, dropout: nil, fork: fork)
    model.backward(gradient.flatMap { $0.map { Float($0) } }, fork: fork)
    return outputs
  }

  /// Expects the model's gradients to be torch's, and gives the greatest difference as a share of what is allowed.
  @discardableResult func compare(_ model: TrainingModel) throws -> Double {
    let trained = Dictionary(grouping: model.parameters.filter(\.isTrainable), by: \.goldenName), expected = try gradients()
    if isComplete { #expect(trained.keys.sorted() == expected.map(\.name).sorted()) }
    var worst = 0.0
    for tensor in expected {
      let parameter = try #require(trained[tensor.name]?.first, "\(tensor.name)")
      if let touched = parameter.touchedRows { #expect(touched == rows) }
      let error = distance(parameter.found, tensor.floats), size = length(tensor.floats)
      #expect(error <= 1e-4 * size + 1e-7 * norm, "\(tensor.name): \(error) of \(size), all \(norm)")
      worst = max(worst, error / (1e-4 * size + 1e-7 * norm))
    }
    return worst
  }
}

@Test func `there are gradients of every family`() {
  #expect(GradientGolden.all.count == 24 && GradientGolden.all.count { $0.isComplete } == 16)
}

@Test(arguments: InstructionSet.available, GradientGolden.all)
func `the gradient of every tensor is torch's`(path: InstructionSet, golden: GradientGolden) throws {
  let model = try model(golden, on: path)
  let outputs = golden.run(model)
  #expect(distance(outputs, golden.outputs) < 2e-5, "\(distance(outputs, golden.outputs))")
  try golden.compare(model)
}

@Test(arguments: InstructionSet.available, GradientGolden.all)
func `gradients have the same bits for any number of threads, with checkpoints or without`(
  path: InstructionSet, golden: GradientGolden
) throws {
  let plain = try model(golden, on: path)
  _ = golden.run(plain)
  let expected = plain.parameters.filter(\.isTrainable).map(\.found)
  for threads in [1, 2, 7] {
    let other = try model(golden, on: path, isCheckpointing: true)
    ThreadTeam.with(threads: threads) { team in
      _ = golden.run(other, fork: Fork(width: threads) { parts, body in team.run(parts: parts, body) })
    }
    #expect(other.parameters.filter(\.isTrainable).map(\.found) == expected, "\(threads) threads")
  }
}

/// |found - wanted|, infinite when one is a NaN or there are more of one than of the other.
private func distance(_ found: [Float], _ wanted: [Float]) -> Double {
  guard found.count == wanted.count else { return .infinity }
  let square = zip(found, wanted).reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
  return square.isNaN ? .infinity : square.squareRoot()
}

private func length(_ floats: [Float]) -> Double { floats.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
