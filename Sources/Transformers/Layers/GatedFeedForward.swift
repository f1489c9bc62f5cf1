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

  func apply(to memory: Workspace, rows: Int) {
    let instructionSet = inner.weight.instructionSet
    for first in stride(from: 0, to: rows, by: Workspace.innerRows) {
      let block = first..<min(rows, first + Workspace.innerRows)
      inner.apply(memory.hidden, rows: block, into: &memory.inner, at: 0)
      instructionSet.gate(
        &memory.inner, rows: block.count, activation: activation, activated: activated, into: &memory.gated)
      outer.apply(memory.gated, rows: 0..<block.count, into: &memory.branch, at: first)
    }
  }
}
