internal import Tensors

/// A feed-forward sublayer that can be trained: with a gate or without.
protocol TrainableFeedForward: Sendable {
  var inner: Linear { get }
  var outer: Linear { get }
  /// Computes the output and keeps what backward needs beside the input.
  func forward(_ input: borrowing Matrix, keeping cache: inout FeedForwardCache, into output: inout Matrix, _ pass: TrainingPass)
  /// From the gradient of the output that of the input, added to `inputGradient` or in its place unless `accumulates`; adds to the
  /// gradients of trained weights.
  func backward(
    _ input: borrowing Matrix, _ cache: borrowing FeedForwardCache, gradient: borrowing Matrix,
    into inputGradient: inout Matrix, accumulates: Bool, _ pass: TrainingPass
  )
}

extension TrainableFeedForward {
  /// True when one of its weights is trained.
  var isTrained: Bool { inner.isTrained || outer.isTrained }
}
