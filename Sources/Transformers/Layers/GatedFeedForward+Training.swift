internal import Tensors

extension GatedFeedForward: TrainableFeedForward {
  /// output = W2 dropout(gate(W1 input)).
  func forward(
    _ input: borrowing Matrix, keeping cache: inout FeedForwardCache, into output: inout Matrix, _ pass: TrainingPass
  ) {
    inner.forward(input, into: &cache.inner, pass)
    gate(cache, pass)
    outer.forward(pass.memory.activated, into: &output, pass)
  }

  /// From the gradient of the output that of the input, added to `inputGradient` or in its place unless `accumulates`.
  func backward(
    _ input: borrowing Matrix, _ cache: borrowing FeedForwardCache, gradient: borrowing Matrix,
    into inputGradient: inout Matrix, accumulates: Bool, _ pass: TrainingPass
  ) {
    let memory = pass.memory, instructionSet = inner.weight.instructionSet
    // Only the gradients of the second product's weights read it.
    if outer.isTrained { gate(cache, pass) }
    outer.backward(memory.activated, gradient: gradient, into: &memory.activatedGradient, accumulates: false, pass)
    guard outer.passesGradient else { return }
    dropout.apply(&memory.activatedGradient, pass, on: instructionSet)
    let clock = pass.clock(.activations)
    instructionSet.gateBackward(
      input: cache.inner, gradient: memory.activatedGradient, activation: activation, activated: activated,
      into: &memory.inner, rows: pass.rows, fork: pass.fork)
    clock.stop()
    inner.backward(input, gradient: memory.inner, into: &inputGradient, accumulates: accumulates, pass)
  }

  private func gate(_ cache: borrowing FeedForwardCache, _ pass: TrainingPass) {
    let memory = pass.memory, instructionSet = inner.weight.instructionSet
    let clock = pass.clock(.activations)
    instructionSet.gate(
      keeping: cache.inner, rows: pass.rows, activation: activation, activated: activated, into: &memory.activated,
      fork: pass.fork)
    clock.stop()
    dropout.apply(&memory.activated, pass, on: instructionSet)
  }
}
