internal import CKernels

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

  var kernel: ck_lion {
    ck_lion(
      keep: Float(1 - learningRate * weightDecay), beta1: Float(beta1), other1: Float(1 - beta1), beta2: Float(beta2),
      other2: Float(1 - beta2), learning_rate: Float(learningRate), gradient_factor: gradientScale)
  }
}

extension InstructionSet {
  /// One step of Lion, in lion-pytorch's order of operations: values *= 1 - lr * decay; values -= lr * sign(beta1 * momentum +
  /// (1 - beta1) g); momentum = beta2 * momentum + (1 - beta2) g. The sign of zero is zero.
  ///
  /// All have the same count. An empty `gradient` stands for zeros.
  public func lion(
    values: inout MutableSpan<Float>, gradient: Span<Float>, momentum: inout MutableSpan<Float>, _ step: LionStep,
    fork: Fork = .serial
  ) {
    precondition(gradient.isEmpty || gradient.count == values.count)
    lion(&values, OptimizedRows(gradient: gradient, count: values.count), &momentum, step, fork)
  }

  /// As above for a table of rows of `width` values, of whose gradient only some rows are not zero: row `touched[i]`, in ascending
  /// order, has row i of `gradient`.
  public func lion(
    values: inout MutableSpan<Float>, width: Int, touched: Span<Int32>, gradient: Span<Float>,
    momentum: inout MutableSpan<Float>, _ step: LionStep, fork: Fork = .serial
  ) {
    lion(&values, OptimizedRows(touched: touched, width: width, gradient: gradient, count: values.count), &momentum, step, fork)
  }

  private func lion(
    _ values: inout MutableSpan<Float>, _ rows: borrowing OptimizedRows, _ momentum: inout MutableSpan<Float>,
    _ step: LionStep, _ fork: Fork
  ) {
    precondition(momentum.count == values.count)
    unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe momentum.withUnsafeMutableBufferPointer { momentum in
        guard let x = values.baseAddress, let y = momentum.baseAddress else { return }
        nonisolated(unsafe) let (values, momentum) = unsafe (x, y)
        let number = step.kernel
        unsafe rows.forEach(fork: fork) { range, gradient in
          var step = number
          unsafe training.lion(range.count, &step, gradient, values + range.lowerBound, momentum + range.lowerBound)
        }
      }
    }
  }
}
