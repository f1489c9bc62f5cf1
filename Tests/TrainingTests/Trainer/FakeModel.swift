import Bytes
import Foundation
import Tensors
import Training
import Transformers

/// A small differentiable model without layers: h = tanh of the mean of the tokens' rows of a table, thinned out by dropout; the output
/// is w ⊙ h, or its sum. What it computes for a sequence does not depend on the others.
final class FakeModel: TrainableModel {
  static let rows = 32, width = 4
  let parameters: [Parameter]
  let outputs: Int
  let rate: Float
  /// Tokens of each forward pass, and whether caches were kept.
  private(set) var passes: [(tokens: Int, keepsCaches: Bool)] = []
  private(set) var changes = 0
  private var gradients: [[Double]] = []
  private var cached: [(input: TrainingInput, hidden: [Double], mask: [Double])] = []

  init(outputs: Int = 1, rate: Float = 0, seed: UInt64 = 3) {
    var generator = CounterGenerator(seed)
    let random = { (count: Int) in (0..<count).map { _ in Float(generator.unit()) - 0.5 } }
    self.outputs = outputs
    self.rate = rate
    parameters = [
      Parameter(name: "table", shape: [Self.rows, Self.width], floats: random(Self.rows * Self.width)),
      Parameter(name: "weight", shape: [Self.width], floats: random(Self.width)),
    ]
  }

  func input(query: [UInt8], passage: [UInt8], number: Int) -> TrainingInput { input(query + passage, number) }

  func input(text: [UInt8], isQuery: Bool, number: Int) -> TrainingInput { input(text, number) }

  private func input(_ bytes: [UInt8], _ number: Int) -> TrainingInput {
    TrainingInput(tokens: TokenSequence(ids: bytes.map { Int32($0) % Int32(Self.rows) }), number: number)
  }

  private func mask(_ key: DropoutKey?, _ number: Int) -> [Double] {
    guard let key, rate > 0 else { return [Double](repeating: 1, count: Self.width) }
    var generator = CounterGenerator(key.seed, UInt64(key.step), UInt64(number))
    return (0..<Self.width).map { _ in generator.unit() < Double(rate) ? 0 : 1 / (1 - Double(rate)) }
  }

  private func hidden(_ ids: [Int32]) -> [Double] {
    let table = parameters[0].floats()
    return (0..<Self.width).map { column in
      tanh(ids.reduce(0.0) { $0 + Double(table[Int($1) * Self.width + column]) } / Double(max(1, ids.count)))
    }
  }

  func forward(_ inputs: [TrainingInput], dropout: DropoutKey?, keepsCaches: Bool, fork: Fork) -> [Float] {
    passes.append((tokens: inputs.reduce(0) { $0 + $1.tokenCount }, keepsCaches: keepsCaches))
    let weight = parameters[1].floats()
    let passed = inputs.map { (input: $0, hidden: hidden($0.tokens.ids), mask: mask(dropout, $0.number)) }
    cached = keepsCaches ? passed : []
    return passed.flatMap { one in
      let row = (0..<Self.width).map { Double(weight[$0]) * one.hidden[$0] * one.mask[$0] }
      return outputs == 1 ? [Float(row.reduce(0, +))] : row.map { Float($0) }
    }
  }

  func backward(_ gradients: [Float], fork: Fork) {
    precondition(gradients.count == cached.count * outputs && !cached.isEmpty, "a backward pass without its forward pass")
    let weight = parameters[1].floats()
    for (index, one) in cached.enumerated() {
      for column in 0..<Self.width {
        let gradient = Double(gradients[index * outputs + (outputs == 1 ? 0 : column)]) * one.mask[column]
        self.gradients[1][column] += gradient * one.hidden[column]
        let inner = gradient * Double(weight[column]) * (1 - one.hidden[column] * one.hidden[column])
        for id in one.input.tokens.ids {
          self.gradients[0][Int(id) * Self.width + column] += inner / Double(one.input.tokenCount)
        }
      }
    }
    cached = []
    publish()
  }

  private func publish() {
    for (parameter, sums) in zip(parameters, gradients) {
      var target = parameter.mutableGradient
      for index in sums.indices { target[index] = Float(sums[index]) }
    }
  }

  func clearGradients() {
    gradients = parameters.map { [Double](repeating: 0, count: $0.count) }
    publish()
  }

  func parametersChanged(fork: Fork) { changes += 1 }

  /// All values, one after the other.
  var values: [Float] { parameters.flatMap { $0.floats() } }
}
