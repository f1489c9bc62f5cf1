internal import Tensors

/// The widths of a model's activations.
struct WorkspaceShape: Sendable {
  let hidden: Int
  let projected: Int
  let inner: Int
  let attention: AttentionShape
}

/// The activations of one group of sequences. One thread uses it at a time.
final class Workspace {
  /// Rows of the feed-forward layer that are held at once: their inner activations stay in the second-level cache.
  static let innerRows = 144

  /// The residual stream, and in the end the last hidden states.
  var hidden: Matrix
  /// What a sublayer adds to it.
  var branch: Matrix
  /// Queries, keys and values.
  var projected: Matrix
  /// What attention gathers.
  var context: Matrix
  /// Inner activations of the feed-forward layer, `innerRows` at a time.
  var inner: Matrix
  /// Scratch memory of attention.
  var scratch: Matrix
  let tokens: Int
  let longest: Int

  init(_ shape: WorkspaceShape, tokens: Int, longest: Int, on instructionSet: InstructionSet) {
    self.tokens = tokens
    self.longest = longest
    hidden = Matrix(rows: tokens, columns: shape.hidden)
    branch = Matrix(rows: tokens, columns: shape.hidden)
    projected = Matrix(rows: tokens, columns: shape.projected)
    context = Matrix(rows: tokens, columns: shape.attention.width)
    inner = Matrix(rows: min(tokens, Self.innerRows), columns: shape.inner)
    scratch = Matrix(rows: 1, columns: shape.attention.scratchSize(length: longest, on: instructionSet))
  }

  /// True when a batch of that size fits.
  func holds(tokens: Int, longest: Int) -> Bool { tokens <= self.tokens && longest <= self.longest }
}
