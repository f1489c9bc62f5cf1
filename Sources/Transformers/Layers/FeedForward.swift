internal import Tensors

/// The feed-forward sublayer: branch = W2 activation(W1 hidden), a block of rows at a time.
struct FeedForward: Sendable {
  let inner: Linear
  let outer: Linear
  let activation: Activation

  func apply(to memory: Workspace, rows: Int) {
    memory.measure(.feedForward, flops: inner.flops(rows: rows) + outer.flops(rows: rows)) {
      for first in stride(from: 0, to: rows, by: Workspace.innerRows) {
        apply(to: memory, rows: first..<min(rows, first + Workspace.innerRows))
      }
    }
  }

  private func apply(to memory: Workspace, rows: Range<Int>) {
    inner.apply(memory.hidden, rows: rows, activation: activation, into: &memory.inner, at: 0, fork: memory.fork)
    outer.apply(memory.inner, rows: 0..<rows.count, into: &memory.branch, at: rows.lowerBound, fork: memory.fork)
  }
}
