public import Tensors
public import Transformers

/// How gradients change weights.
public protocol Optimizer: AnyObject {
  /// Changes the values of trained parameters by their gradients: one step. A sparse gradient counts as zero in the rows it lacks. It is
  /// always the same parameters in the same order.
  func step(_ parameters: [Parameter], learningRate: Double, fork: Fork)

  /// Steps made.
  var steps: Int { get }

  /// Bytes of what is kept from step to step.
  var stateBytes: Int { get }

  /// What is kept from step to step, by parameter; nothing before the first step.
  var state: [OptimizerTensor] { get }

  /// Takes a state that was saved after some steps of the same parameters. `values` gives the elements of a tensor by its name, nil
  /// when it was not saved.
  func restore(
    steps: Int, parameters: [Parameter], values: (_ name: String, _ shape: [Int]) throws -> [Float]?
  ) throws
}

/// A tensor of an optimizer's state.
public struct OptimizerTensor {
  /// The parameter's name in a checkpoint, and what of it this is: "bert.pooler.dense.weight.momentum".
  public let name: String
  /// The parameter's shape.
  public let shape: [Int]
  /// A copy of the elements.
  public let values: () -> [Float]

  /// A tensor.
  public init(name: String, shape: [Int], values: @escaping () -> [Float]) {
    self.name = name
    self.shape = shape
    self.values = values
  }
}
