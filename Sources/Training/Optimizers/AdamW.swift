public import Tensors
public import Transformers

/// AdamW: decoupled weight decay, and steps along the average gradient over the root of the average squared gradient.
///
/// Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019 (arXiv 1711.05101); order of operations as
/// `torch.optim.AdamW`.
public final class AdamW: Optimizer {
  private let weightDecay: Double
  private let policy: DecayPolicy
  private let numbers: AdamWStep
  private let instructionSet: InstructionSet
  private var memory = OptimizerState(kinds: ["exp_avg", "exp_avg_sq"])
  /// Steps made.
  public private(set) var steps = 0

  init(_ settings: OptionSettings, on instructionSet: InstructionSet) {
    var numbers = AdamWStep(learningRate: 0, step: 1)
    numbers.beta1 = settings.number("beta1")
    numbers.beta2 = settings.number("beta2")
    numbers.epsilon = settings.number("epsilon")
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
    numbers.step = steps
    for (parameter, tensors) in zip(parameters, memory.tensors) {
      numbers.weightDecay = policy.decays(parameter.name) ? weightDecay : 0
      tensors[0].update { first in
        tensors[1].update { second in step(parameter, &first, &second, numbers, fork) }
      }
    }
  }

  private func step(
    _ parameter: Parameter, _ first: inout MutableSpan<Float>, _ second: inout MutableSpan<Float>, _ numbers: AdamWStep,
    _ fork: Fork
  ) {
    var values = parameter.mutableValues
    if let rows = parameter.touchedRows {
      instructionSet.adamW(
        values: &values, width: parameter.shape[1], touched: rows.span, gradient: parameter.gradient, first: &first,
        second: &second, numbers, fork: fork)
    } else {
      instructionSet.adamW(
        values: &values, gradient: parameter.gradient, first: &first, second: &second, numbers, fork: fork)
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
    name: "adamw", summary: "AdamW (Loshchilov and Hutter 2019)", stateFloats: 2,
    options: [
      .number("beta1", 0.9, minimum: 0, maximum: 0.999_999_9, "decay of the average gradient"),
      .number("beta2", 0.999, minimum: 0, maximum: 0.999_999_9, "decay of the average squared gradient"),
      .number("epsilon", 1e-8, minimum: 0, isOpen: true, "added to the root"),
      .number("weight-decay", 0.01, minimum: 0, "share of a weight taken off each step, times the learning rate"),
      DecayPolicy.option,
    ]
  ) { AdamW($0, on: $1) }
}
