public import Tensors
public import Transformers

/// Lion: decoupled weight decay, and steps of one size along the sign of an average gradient.
///
/// Source: Chen et al., "Symbolic Discovery of Optimization Algorithms", 2023 (arXiv 2302.06675); order of operations as lion-pytorch.
/// Its learning rate should be 3 to 10 times smaller than AdamW's and its weight decay as much larger.
public final class Lion: Optimizer {
  private let weightDecay: Double
  private let policy: DecayPolicy
  private let numbers: LionStep
  private let instructionSet: InstructionSet
  private var memory = OptimizerState(kinds: ["momentum"])
  /// Steps made.
  public private(set) var steps = 0

  init(_ settings: OptionSettings, on instructionSet: InstructionSet) {
    var numbers = LionStep(learningRate: 0)
    numbers.beta1 = settings.number("beta1")
    numbers.beta2 = settings.number("beta2")
    self.numbers = numbers
    weightDecay = settings.number("weight-decay")
    policy = DecayPolicy(settings)
    self.instructionSet = instructionSet
  }

  /// Bytes of the state.
  public var stateBytes: Int { memory.bytes }

  /// The state, empty before the first step.
  public var state: [OptimizerTensor] { memory.saved }

  /// One step.
  public func step(_ parameters: [Parameter], learningRate: Double, fork: Fork) {
    memory.prepare(for: parameters)
    steps += 1
    var numbers = numbers
    numbers.learningRate = learningRate
    for (parameter, tensors) in zip(parameters, memory.tensors) {
      numbers.weightDecay = policy.decays(parameter.name) ? weightDecay : 0
      tensors[0].update { step(parameter, &$0, numbers, fork) }
    }
  }

  private func step(_ parameter: Parameter, _ momentum: inout MutableSpan<Float>, _ numbers: LionStep, _ fork: Fork) {
    var values = parameter.mutableValues
    if let rows = parameter.touchedRows {
      instructionSet.lion(
        values: &values, width: parameter.shape[1], touched: rows.span, gradient: parameter.gradient, momentum: &momentum,
        numbers, fork: fork)
    } else {
      instructionSet.lion(values: &values, gradient: parameter.gradient, momentum: &momentum, numbers, fork: fork)
    }
  }

  /// Takes a saved state; throws when it lacks a tensor, and is then as before.
  public func restore(
    steps: Int, parameters: [Parameter], values: (_ name: String, _ shape: [Int]) throws -> [Float]?
  ) throws {
    try memory.restore(parameters, values)
    self.steps = steps
  }

  static let kind = OptimizerKind(
    name: "lion", summary: "Lion (Chen et al. 2023): learning rate 3-10 times smaller than AdamW's", stateFloats: 1,
    options: [
      .number("beta1", 0.9, minimum: 0, maximum: 1, "share of the momentum in the step's direction"),
      .number("beta2", 0.99, minimum: 0, maximum: 1, "decay of the momentum"),
      .number("weight-decay", 0.01, minimum: 0, "share of a weight taken off each step, times the learning rate"),
      DecayPolicy.option,
    ]
  ) { Lion($0, on: $1) }
}
