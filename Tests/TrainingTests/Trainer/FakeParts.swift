import Bytes
import Corpora
import Tensors
import Training
import Transformers

/// Examples in memory.
struct ArrayReader: ExampleReader {
  var examples: ArraySlice<TrainingExample>
  mutating func next() -> TrainingExample? { examples.popFirst() }
}

/// Gradient descent with momentum, which remembers the gradients that it was given.
final class SpyOptimizer: Optimizer {
  private(set) var steps = 0
  private(set) var rates: [Double] = []
  private(set) var gradients: [[Float]] = []
  private var momentum: [[Float]] = []
  private var names: [(String, [Int])] = []

  func step(_ parameters: [Parameter], learningRate: Double, fork: Fork) {
    steps += 1
    rates.append(learningRate)
    if momentum.isEmpty { begin(parameters) }
    var all: [Float] = []
    for (place, parameter) in parameters.enumerated() {
      var values = parameter.mutableValues
      let gradient = parameter.gradient
      for index in gradient.indices {
        momentum[place][index] = 0.9 * momentum[place][index] + gradient[index]
        values[index] -= Float(learningRate) * momentum[place][index]
        all.append(gradient[index])
      }
    }
    gradients.append(all)
  }

  private func begin(_ parameters: [Parameter]) {
    momentum = parameters.map { [Float](repeating: 0, count: $0.count) }
    names = parameters.map { ("\($0.name).momentum", $0.shape) }
  }

  var stateBytes: Int { momentum.reduce(0) { $0 + 4 * $1.count } }

  var state: [OptimizerTensor] {
    zip(names, momentum).map { name, values in OptimizerTensor(name: name.0, shape: name.1) { values } }
  }

  func restore(
    steps: Int, parameters: [Parameter], values: (_ name: String, _ shape: [Int]) throws -> [Float]?
  ) throws {
    self.steps = steps
    begin(parameters)
    for (place, name) in names.enumerated() where steps > 0 {
      guard let found = try values(name.0, name.1) else { throw TrainingError.optimizerState(reason: "\(name.0) is missing") }
      momentum[place] = found
    }
  }
}

/// Half the squared distance of the first output of each row to its label; a label of 99 makes it no number.
struct SquaredLoss: Loss {
  var name: String { "squared" }
  var isSeparable = true
  func terms(labels: [Float]) -> Int { labels.count }
  func problem(labels: [Float]) -> String? { labels.isEmpty ? "has no passages" : nil }

  func evaluate(_ batch: LossBatch) -> LossValue {
    var sum = 0.0, gradient = [Float](repeating: 0, count: batch.outputs.count)
    for example in batch.examples {
      for (row, label) in zip(example.rows.suffix(example.labels.count), example.labels) {
        let difference = Double(batch.outputs[row * batch.width]) - (label == 99 ? .nan : Double(label))
        sum += difference * difference / 2
        gradient[row * batch.width] = Float(difference / batch.divisor)
      }
    }
    return LossValue(value: sum / batch.divisor, gradient: gradient)
  }
}

/// A factor that differs from step to step.
struct Halving: Schedule {
  func factor(step: Int) -> Double { 1 / Double(step + 1) }
}

/// Some examples of one to three passages, of one to thirty bytes each.
func someExamples(_ count: Int, seed: UInt64 = 5) -> [TrainingExample] {
  (0..<count).map { number in
    var generator = CounterGenerator(seed, UInt64(number))
    let passages = (0...generator.below(3)).map { _ in text(&generator) }
    return TrainingExample(
      query: text(&generator), passages: passages, labels: passages.indices.map { $0 == 0 ? 1 : 0 }, positiveCount: 1,
      source: ExampleSource(file: "examples.tsv", line: number + 1))
  }
}

private func text(_ generator: inout CounterGenerator) -> [UInt8] {
  (0...generator.below(30)).map { _ in UInt8(generator.below(250)) }
}
