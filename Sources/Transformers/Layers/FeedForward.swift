internal import Tensors

/// The feed-forward sublayer: branch = W2 activation(W1 hidden), a block of rows at a time.
struct FeedForward: Sendable {
  let inner: Linear
  let outer: Linear
  let activation: Activation

  func apply(to memory: Workspace, rows: Int) {
    for first in stride(from: 0, to: rows, by: Workspace.innerRows) {
      let block = first..<min(rows, first + Workspace.innerRows)
      inner.apply(memory.hidden, rows: block, activation: activation, into: &memory.inner, at: 0)
      outer.apply(memory.inner, rows: 0..<block.count, into: &memory.branch, at: first)
    }
  }
}
