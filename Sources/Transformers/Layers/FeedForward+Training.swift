internal import Tensors

/// What a feed-forward sublayer keeps of a forward pass: what its first product gave, before activation or gate.
struct FeedForwardCache: ~Copyable {
  var inner: Matrix

  init(width: Int) { inner = Matrix(rows: 0, columns: width) }

  mutating func reserve(rows: Int) { inner.reserve(rows: rows) }

  var width: Int { inner.columns }
}

extension FeedForward: TrainableFeedForward {
  /// output = W2 activation(W1 input).
  func forward(
    _ input: borrowing Matrix, keeping cache: inout FeedForwardCache, into output: inout Matrix, _ pass: TrainingPass
  ) {
    inner.forward(input, into: &cache.inner, pass)
    activate(cache, pass)
    outer.forward(pass.memory.activated, into: &output, pass)
  }

  /// From the gradient of the output that of the input, added to `inputGradient` or in its place unless `accumulates`.
  func backward(
    _ input: borrowing Matrix, _ cache: borrowing FeedForwardCache, gradient: borrowing Matrix,
    into inputGradient: inout Matrix, accumulates: Bool, _ pass: TrainingPass
  ) {
    let memory = pass.memory
    // Only the gradients of the second product's weights read it.
    if outer.isTrained { activate(cache, pass) }
    outer.backward(memory.activated, gradient: gradient, into: &memory.activatedGradient, accumulates: false, pass)
    guard outer.passesGradient else { return }
    let clock = pass.clock(.activations)
    inner.weight.instructionSet.activationBackward(
      activation, input: cache.inner, gradient: &memory.activatedGradient, rows: pass.rows, fork: pass.fork)
    clock.stop()
    inner.backward(input, gradient: memory.activatedGradient, into: &inputGradient, accumulates: accumulates, pass)
  }

  private func activate(_ cache: borrowing FeedForwardCache, _ pass: TrainingPass) {
    let clock = pass.clock(.activations)
    inner.weight.instructionSet.activate(
      activation, cache.inner, rows: pass.rows, into: &pass.memory.activated, fork: pass.fork)
    clock.stop()
  }
}
