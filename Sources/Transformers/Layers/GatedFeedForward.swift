internal import Tensors

/// The gated feed-forward sublayer (Shazeer, 2020): [a, b] = W1 hidden; branch = W2 (activation(a) b), or W2 (a activation(b)),
/// a block of rows at a time.
struct GatedFeedForward: Sendable {
  /// To twice as many columns as `outer` takes.
  let inner: Linear
  let outer: Linear
  let activation: Activation
  /// The half that is activated.
  let activated: GateOrder
  /// On what the gate gives, in training.
  var dropout = Dropout.none

  func apply(to memory: Workspace, rows: Int) {
    memory.measure(.feedForward, flops: inner.flops(rows: rows) + outer.flops(rows: rows)) {
      for first in stride(from: 0, to: rows, by: Workspace.innerRows) {
        apply(to: memory, rows: first..<min(rows, first + Workspace.innerRows))
      }
    }
  }

  private func apply(to memory: Workspace, rows: Range<Int>) {
    inner.apply(memory.hidden, rows: rows, into: &memory.inner, at: 0, fork: memory.fork)
    inner.weight.instructionSet.gate(
      &memory.inner, rows: rows.count, activation: activation, activated: activated, into: &memory.gated)
    outer.apply(memory.gated, rows: 0..<rows.count, into: &memory.branch, at: rows.lowerBound, fork: memory.fork)
  }
}
