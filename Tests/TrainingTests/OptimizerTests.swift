import Foundation
import Tensors
import TestSupport
import Testing
import Training
import Transformers

@Suite struct OptimizerTests {
  @Test func `the goldens hold both optimizers with every schedule`() {
    #expect(OptimizerGoldens.all.cases.count == 16)
    #expect(Set(OptimizerGoldens.all.cases.map(\.optimizer)) == Set(OptimizerRegistry.all.map(\.name)))
    #expect(Set(OptimizerGoldens.all.cases.map(\.schedule)) == Set(ScheduleRegistry.all.map(\.name)))
  }

  @Test(arguments: OptimizerGoldens.all.cases, InstructionSet.available)
  func `fifty steps end where torch and lion-pytorch end`(golden: OptimizerGoldens.Case, path: InstructionSet) throws {
    let goldens = OptimizerGoldens.all
    let optimizer = try OptimizerRegistry.make(golden.optimizer, options: golden.options, on: path).optimizer
    let schedule = try ScheduleRegistry.make(
      golden.schedule, options: golden.scheduleOptions, over: ScheduleSpan(steps: golden.rates.count, peak: golden.peak)
    ).schedule
    let parameters = goldens.parameters()
    for step in golden.rates.indices {
      let rate = golden.peak * schedule.factor(step: step)
      #expect(abs(rate - golden.rates[step]) <= 1e-12)
      for (index, parameter) in parameters.enumerated() { parameter.setGradient(goldens.gradient(index, step: step)) }
      optimizer.step(parameters, learningRate: rate, fork: .serial)
    }
    for (parameter, expected) in zip(parameters, golden.values) {
      for (found, wanted) in zip(parameter.floats(), expected) {
        #expect(abs(found - wanted) <= 1e-6 * max(1, abs(wanted)), "\(parameter.name)")
      }
    }
  }

  // θ (1 - ηλ) - η m̂ / (√v̂ + ε) with m̂ = g and v̂ = g² after the first step.
  @Test(arguments: InstructionSet.available)
  func `the first step of AdamW in closed form`(path: InstructionSet) throws {
    let options: [String: OptionValue] = ["weight-decay": 0.1, "decay": "all", "epsilon": 0.5]
    let optimizer = try OptimizerRegistry.make("adamw", options: options, on: path).optimizer
    let parameter = Parameter("w", shape: [3], values: [1, -2, 3])
    parameter.setGradient([0.25, -4, 0])
    optimizer.step([parameter], learningRate: 0.01, fork: .serial)
    let expected = [1 * 0.999 - 0.01 * 0.25 / 0.75, -2 * 0.999 + 0.01 * 4 / 4.5, 3 * 0.999]
    for (found, wanted) in zip(parameter.floats(), expected) { #expect(abs(Double(found) - wanted) < 3e-7) }
    #expect(optimizer.steps == 1)
  }

  // θ (1 - ηλ) - η sign(g) after the first step; then the sign of β₁ (1 - β₂) g + (1 - β₁) g'.
  @Test(arguments: InstructionSet.available)
  func `the first steps of Lion in closed form`(path: InstructionSet) throws {
    let options: [String: OptionValue] = ["weight-decay": 0.1, "decay": "all"]
    let optimizer = try OptimizerRegistry.make("lion", options: options, on: path).optimizer
    let parameter = Parameter("w", shape: [3], values: [1, -2, 3])
    parameter.setGradient([1e-20, -4e10, 0])
    optimizer.step([parameter], learningRate: 0.01, fork: .serial)
    for (found, wanted) in zip(parameter.floats(), [1 * 0.999 - 0.01, -2 * 0.999 + 0.01, 3 * 0.999]) {
      #expect(abs(Double(found) - wanted) < 3e-7)
    }
    // .9 * .01 * -4e10 + .1 g' changes its sign at g' = 3.6e9.
    let before = parameter.floats()
    parameter.setGradient([0, 3.7e9, 0])
    optimizer.step([parameter], learningRate: 0.01, fork: .serial)
    #expect(abs(Double(parameter.floats()[1]) - (Double(before[1]) * 0.999 - 0.01)) < 3e-7)
  }

  @Test(arguments: OptimizerRegistry.all.map(\.name), InstructionSet.available)
  func `a sparse gradient gives the bits of a dense one`(name: String, path: InstructionSet) throws {
    var generator = SeededGenerator(seed: 8)
    let rows = 40, columns = 21
    let values = (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &generator) }
    let sparse = Parameter(table: "words", columns: columns, values: values)
    let dense = Parameter("words", shape: [rows, columns], values: values)
    let optimizers = try (0..<2).map { _ in try OptimizerRegistry.make(name, options: ["weight-decay": 0.1], on: path).optimizer }
    for step in 0..<6 {
      // A table's gradient only grows within a step, so each step has its own table over the same values.
      let touched = (0..<rows).filter { _ in step != 3 && Int.random(in: 0..<3, using: &generator) == 0 }
      let gradient = touched.flatMap { _ in (0..<columns).map { _ in Float.random(in: -1...1, using: &generator) } }
      let table = Parameter(table: "words", columns: columns, values: sparse.floats())
      var matrix = Matrix(rows: touched.count, columns: columns)
      var target = matrix.mutableElements
      for index in gradient.indices { target[index] = gradient[index] }
      table.add(matrix, toRows: touched.map(Int32.init), on: path)
      var whole = [Float](repeating: 0, count: rows * columns)
      for (place, row) in touched.enumerated() {
        for column in 0..<columns { whole[row * columns + column] = gradient[place * columns + column] }
      }
      dense.setGradient(whole)
      optimizers[0].step([table], learningRate: 0.01, fork: .serial)
      optimizers[1].step([dense], learningRate: 0.01, fork: .serial)
      var copy = sparse.mutableValues
      for (index, value) in table.floats().enumerated() { copy[index] = value }
      #expect(sparse.floats().map(\.bitPattern) == dense.floats().map(\.bitPattern))
    }
    for (left, right) in zip(optimizers[0].state, optimizers[1].state) { #expect(left.values() == right.values()) }
  }

  @Test(arguments: OptimizerRegistry.all)
  func `a restored optimizer goes on with the same bits`(kind: OptimizerKind) throws {
    let goldens = OptimizerGoldens.all
    let path = InstructionSet.available[0]
    func make() throws -> any Optimizer { try OptimizerRegistry.make(kind.name, on: path).optimizer }
    func run(_ optimizer: any Optimizer, _ parameters: [Parameter], _ steps: Range<Int>) {
      for step in steps {
        for (index, parameter) in parameters.enumerated() { parameter.setGradient(goldens.gradient(index, step: step)) }
        optimizer.step(parameters, learningRate: 0.01, fork: .serial)
      }
    }
    let first = try make(), parameters = goldens.parameters()
    #expect(first.stateBytes == 0 && first.state.isEmpty)
    run(first, parameters, 0..<9)
    #expect(first.stateBytes == 19 * 4 * kind.stateFloats)
    #expect(first.state.map(\.name).allSatisfy { name in OptimizerGoldens.names.contains { name.hasPrefix("\($0).") } })
    let saved = Dictionary(uniqueKeysWithValues: first.state.map { ($0.name, $0.values()) })
    let second = try make()
    let copies = parameters.map { Parameter($0.name, shape: $0.shape, values: $0.floats()) }
    try second.restore(steps: first.steps, parameters: copies) { name, _ in saved[name] }
    #expect(second.steps == 9)
    run(first, parameters, 9..<20)
    run(second, copies, 9..<20)
    #expect(parameters.map { $0.floats() } == copies.map { $0.floats() })
    #expect(throws: TrainingError.self) { try second.restore(steps: 1, parameters: copies) { _, _ in nil } }
    #expect(throws: TrainingError.self) { try second.restore(steps: 1, parameters: copies) { _, _ in [1] } }
    #expect(second.steps == 20)
  }

  @Test func `HF's decay policy leaves out biases and norms of every family`() {
    let policy = DecayPolicy.noBiasOrNorm
    let kept = [
      "bert.embeddings.word_embeddings.weight", "bert.encoder.layer.0.attention.self.query.weight", "classifier.weight",
      "model.layers.3.attn.Wqkv.weight", "distilbert.transformer.layer.1.ffn.lin1.weight", "normaliser.weight",
      "bert.encoder.layer.0.attention.self.query.lora_A.weight",
    ]
    let left = [
      "bert.encoder.layer.0.output.dense.bias", "bert.encoder.layer.0.output.LayerNorm.weight", "bert.embeddings.LayerNorm.gamma",
      "model.layers.3.attn_norm.weight", "model.final_norm.weight", "head.norm.weight", "new.encoder.layer.2.mlp_ln.weight",
      "distilbert.transformer.layer.1.sa_layer_norm.weight",
    ]
    #expect(kept.allSatisfy { policy.decays($0) })
    #expect(!left.contains { policy.decays($0) })
    #expect((kept + left).allSatisfy { DecayPolicy.all.decays($0) })
  }

  @Test func `an unknown optimizer is an error that lists the known ones`() {
    #expect(throws: TrainingError.unknownName(kind: "optimizer", name: "sgd", known: ["adamw", "lion"])) {
      try OptimizerRegistry.make("sgd", on: InstructionSet.available[0])
    }
  }
}
