internal import Foundation

/// The numbers of one step of AdamW (Loshchilov and Hutter, 2019).
public struct AdamWStep: Sendable {
  /// The step size of this step.
  public var learningRate: Double
  /// Decay rates of the averages of gradients and of their squares.
  public var beta1 = 0.9, beta2 = 0.999
  /// Added to the root of the second average.
  public var epsilon = 1e-8
  /// Share of a value that is taken off, times the learning rate.
  public var weightDecay = 0.0
  /// Number of the step, from 1.
  public var step: Int
  /// What gradients are multiplied with first: the factor of clipping.
  public var gradientScale: Float = 1

  /// A step with the usual betas and epsilon, and without decay.
  public init(learningRate: Double, step: Int) {
    precondition(step > 0)
    self.learningRate = learningRate
    self.step = step
  }
}

/// The numbers of one step of Lion (Chen et al., 2023).
public struct LionStep: Sendable {
  /// The step size of this step.
  public var learningRate: Double
  /// Share of the momentum in the update, and in the momentum that follows.
  public var beta1 = 0.9, beta2 = 0.99
  /// Share of a value that is taken off, times the learning rate.
  public var weightDecay = 0.0
  /// What gradients are multiplied with first: the factor of clipping.
  public var gradientScale: Float = 1

  /// A step with the usual betas, and without decay.
  public init(learningRate: Double) { self.learningRate = learningRate }
}

extension InstructionSet {
  /// One step of AdamW, in torch's order of operations: values *= 1 - lr * decay; first += (1 - beta1)(g - first);
  /// second = beta2 * second + (1 - beta2) g²; values -= lr / (1 - beta1ᵗ) * first / (√second / √(1 - beta2ᵗ) + epsilon).
  ///
  /// All have the same count. An empty `gradient` stands for zeros.
  public func adamW(
    values: inout MutableSpan<Float>, gradient: Span<Float>, first: inout MutableSpan<Float>,
    second: inout MutableSpan<Float>, _ step: AdamWStep, fork: Fork = .serial
  ) {
    let count = values.count
    precondition(first.count == count && second.count == count && (gradient.isEmpty || gradient.count == count))
    for i in 0..<count { adamW(&values, i, gradient.isEmpty ? 0 : gradient[i], &first, &second, step) }
  }

  /// As above for a table of rows of `width` values, of whose gradient only some rows are not zero: row `touched[i]`, in ascending
  /// order, has row i of `gradient`.
  public func adamW(
    values: inout MutableSpan<Float>, width: Int, touched: Span<Int32>, gradient: Span<Float>, first: inout MutableSpan<Float>,
    second: inout MutableSpan<Float>, _ step: AdamWStep, fork: Fork = .serial
  ) {
    let count = values.count
    precondition(first.count == count && second.count == count && gradient.count == touched.count * width)
    var next = 0
    for row in 0..<(width > 0 ? count / width : 0) {
      let isTouched = next < touched.count && Int(touched[next]) == row
      for i in 0..<width {
        adamW(&values, row * width + i, isTouched ? gradient[next * width + i] : 0, &first, &second, step)
      }
      if isTouched { next += 1 }
    }
  }

  private func adamW(
    _ values: inout MutableSpan<Float>, _ i: Int, _ gradient: Float, _ first: inout MutableSpan<Float>,
    _ second: inout MutableSpan<Float>, _ step: AdamWStep
  ) {
    let g = gradient * step.gradientScale
    values[i] *= Float(1 - step.learningRate * step.weightDecay)
    first[i] += Float(1 - step.beta1) * (g - first[i])
    second[i] = second[i] * Float(step.beta2) + Float(1 - step.beta2) * g * g
    let correction1 = 1 - pow(step.beta1, Double(step.step)), correction2 = 1 - pow(step.beta2, Double(step.step))
    let denominator = second[i].squareRoot() / Float(correction2.squareRoot()) + Float(step.epsilon)
    values[i] += Float(-step.learningRate / correction1) * first[i] / denominator
  }

  /// One step of Lion, in lion-pytorch's order of operations: values *= 1 - lr * decay; values -= lr * sign(beta1 * momentum +
  /// (1 - beta1) g); momentum = beta2 * momentum + (1 - beta2) g. The sign of zero is zero.
  ///
  /// All have the same count. An empty `gradient` stands for zeros.
  public func lion(
    values: inout MutableSpan<Float>, gradient: Span<Float>, momentum: inout MutableSpan<Float>, _ step: LionStep,
    fork: Fork = .serial
  ) {
    let count = values.count
    precondition(momentum.count == count && (gradient.isEmpty || gradient.count == count))
    for i in 0..<count { lion(&values, i, gradient.isEmpty ? 0 : gradient[i], &momentum, step) }
  }

  /// As above for a table of rows of `width` values, of whose gradient only some rows are not zero: row `touched[i]`, in ascending
  /// order, has row i of `gradient`.
  public func lion(
    values: inout MutableSpan<Float>, width: Int, touched: Span<Int32>, gradient: Span<Float>,
    momentum: inout MutableSpan<Float>, _ step: LionStep, fork: Fork = .serial
  ) {
    let count = values.count
    precondition(momentum.count == count && gradient.count == touched.count * width)
    var next = 0
    for row in 0..<(width > 0 ? count / width : 0) {
      let isTouched = next < touched.count && Int(touched[next]) == row
      for i in 0..<width { lion(&values, row * width + i, isTouched ? gradient[next * width + i] : 0, &momentum, step) }
      if isTouched { next += 1 }
    }
  }

  private func lion(
    _ values: inout MutableSpan<Float>, _ i: Int, _ gradient: Float, _ momentum: inout MutableSpan<Float>, _ step: LionStep
  ) {
    let g = gradient * step.gradientScale
    values[i] *= Float(1 - step.learningRate * step.weightDecay)
    let update = momentum[i] * Float(step.beta1) + Float(1 - step.beta1) * g
    values[i] -= Float(step.learningRate) * (update > 0 ? 1 : update < 0 ? -1 : 0)
    momentum[i] = momentum[i] * Float(step.beta2) + Float(1 - step.beta2) * g
  }
}
