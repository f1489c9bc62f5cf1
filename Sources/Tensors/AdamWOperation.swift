internal import CKernels
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

  var kernel: ck_adamw {
    ck_adamw(
      keep: Float(1 - learningRate * weightDecay), other1: Float(1 - beta1), beta2: Float(beta2), other2: Float(1 - beta2),
      root_correction: Float((1 - pow(beta2, Double(step))).squareRoot()), epsilon: Float(epsilon),
      step_size: Float(learningRate / (1 - pow(beta1, Double(step)))), gradient_factor: gradientScale)
  }
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
    precondition(gradient.isEmpty || gradient.count == values.count)
    adamW(&values, OptimizedRows(gradient: gradient, count: values.count), &first, &second, step, fork)
  }

  /// As above for a table of rows of `width` values, of whose gradient only some rows are not zero: row `touched[i]`, in ascending
  /// order, has row i of `gradient`.
  public func adamW(
    values: inout MutableSpan<Float>, width: Int, touched: Span<Int32>, gradient: Span<Float>, first: inout MutableSpan<Float>,
    second: inout MutableSpan<Float>, _ step: AdamWStep, fork: Fork = .serial
  ) {
    let rows = OptimizedRows(touched: touched, width: width, gradient: gradient, count: values.count)
    adamW(&values, rows, &first, &second, step, fork)
  }

  private func adamW(
    _ values: inout MutableSpan<Float>, _ rows: borrowing OptimizedRows, _ first: inout MutableSpan<Float>,
    _ second: inout MutableSpan<Float>, _ step: AdamWStep, _ fork: Fork
  ) {
    precondition(first.count == values.count && second.count == values.count)
    unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe first.withUnsafeMutableBufferPointer { first in
        unsafe second.withUnsafeMutableBufferPointer { second in
          guard let x = values.baseAddress, let y = first.baseAddress, let z = second.baseAddress else { return }
          nonisolated(unsafe) let (values, first, second) = unsafe (x, y, z)
          let number = step.kernel
          unsafe rows.forEach(fork: fork) { range, gradient in
            var step = number
            let at = range.lowerBound
            unsafe training.adamw(range.count, &step, gradient, values + at, first + at, second + at)
          }
        }
      }
    }
  }
}
