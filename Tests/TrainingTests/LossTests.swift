import TestSupport
import Testing
import Training

@Suite struct LossTests {
  @Test func `the goldens cover every loss`() {
    #expect(LossGolden.all.count == 32)
    for stage in TrainedStage.allCases {
      let covered = Set(LossGolden.all.filter { $0.stage == stage }.map(\.name))
      #expect(covered == Set(LossRegistry.kinds(stage).map(\.name)))
    }
  }

  @Test(arguments: LossGolden.all)
  func `values and gradients are those of torch and sentence-transformers`(golden: LossGolden) throws {
    let loss = try LossRegistry.make(golden.name, for: golden.stage, options: golden.options).loss
    for example in golden.batch.examples { #expect(loss.problem(labels: example.labels) == nil) }
    let found = loss.evaluate(golden.batch)
    #expect(abs(found.value - golden.value) <= 1e-6 * abs(golden.value))
    #expect(found.gradient.count == golden.gradient.count)
    let difference = zip(found.gradient, golden.gradient).map { Double($0) - $1 }
    #expect(norm(golden.gradient) > 0)
    #expect(norm(difference) <= 1e-6 * norm(golden.gradient))
  }

  // LambdaLoss of sentence-transformers divides by the number of pairs, ours by the number of queries.
  @Test(arguments: LossGolden.all.filter { $0.name != "lambda" || $0.source == "torch" })
  func `the mean is over the same terms`(golden: LossGolden) throws {
    let loss = try LossRegistry.make(golden.name, for: golden.stage, options: golden.options).loss
    #expect(loss.divisor(golden.batch.examples.map(\.labels)) == golden.batch.divisor)
  }

  @Test(arguments: LossGolden.all)
  func `the parts of a step add up when the loss says so`(golden: LossGolden) throws {
    let loss = try LossRegistry.make(golden.name, for: golden.stage, options: golden.options).loss
    let whole = loss.evaluate(golden.batch)
    let parts = golden.batch.parts.map { loss.evaluate($0) }
    let sum = parts.reduce(0) { $0 + $1.value }
    if loss.isSeparable {
      #expect(abs(sum - whole.value) <= 1e-12 * abs(whole.value))
      #expect(parts.flatMap(\.gradient) == whole.gradient)
    } else {
      #expect(abs(sum - whole.value) > 1e-3 * abs(whole.value))
    }
  }

  // Central differences in single precision: a step of .01 leaves about 1e-3 of the derivative.
  @Test(arguments: LossGolden.all)
  func `gradients are the slopes of values`(golden: LossGolden) throws {
    let loss = try LossRegistry.make(golden.name, for: golden.stage, options: golden.options).loss
    var generator = SeededGenerator(seed: 3)
    let direction = golden.batch.outputs.map { _ in Float.random(in: -1...1, using: &generator) }
    let step: Float = 1e-3
    func value(_ side: Float) -> Double {
      let outputs = zip(golden.batch.outputs, direction).map { $0 + side * step * $1 }
      return loss.evaluate(
        LossBatch(outputs: outputs, width: golden.batch.width, examples: golden.batch.examples, divisor: golden.batch.divisor)
      ).value
    }
    let slope = (value(1) - value(-1)) / (2 * Double(step))
    let gradient = loss.evaluate(golden.batch).gradient
    let expected = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    let size = norm(gradient.map(Double.init)) * norm(direction.map(Double.init))
    #expect(abs(slope - expected) <= 1e-3 * size)
  }
}
