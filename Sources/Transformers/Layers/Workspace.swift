internal import Tensors

/// The widths of a model's activations.
struct WorkspaceShape: Sendable {
  let hidden: Int
  let projected: Int
  /// Columns of the feed-forward layer's first product; twice `gated` where it is gated.
  let inner: Int
  /// Columns that a gate leaves; 0 where there is none.
  var gated = 0
  let attention: AttentionShape
  /// True when a sublayer reads normalised states, so that the residual stream is kept beside them.
  var normalisesFirst = false
}

/// The activations of one group of sequences. One thread uses it at a time, or leads a team that does.
final class Workspace {
  /// Rows of the feed-forward layer that are held at once: their inner activations stay in the second-level cache.
  static let innerRows = 96

  /// What a sublayer reads, and in the end the last hidden states. It is the residual stream too, unless the model normalises first.
  var hidden: Matrix
  /// The residual stream of a model that normalises first; without rows in others.
  var residual: Matrix
  /// What a sublayer adds to the residual stream.
  var branch: Matrix
  /// Queries, keys and values.
  var projected: Matrix
  /// What attention gathers.
  var context: Matrix
  /// Inner activations of the feed-forward layer, `innerRows` at a time.
  var inner: Matrix
  /// What the gate makes of them.
  var gated: Matrix
  /// Scratch memory of attention, a row for each thread that can have a head of its own.
  var scratch: Matrix
  /// How operations are shared out over threads.
  var fork = Fork.serial
  /// What they take; nil when nobody asks.
  var costs: OperationCosts?
  let tokens: Int
  let longest: Int
  private let heads: Int

  init(_ shape: WorkspaceShape, tokens: Int, longest: Int, threads: Int, on instructionSet: InstructionSet) {
    self.tokens = tokens
    self.longest = longest
    hidden = Matrix(rows: tokens, columns: shape.hidden)
    residual = Matrix(rows: shape.normalisesFirst ? tokens : 0, columns: shape.hidden)
    branch = Matrix(rows: tokens, columns: shape.hidden)
    projected = Matrix(rows: tokens, columns: shape.projected)
    context = Matrix(rows: tokens, columns: shape.attention.width)
    inner = Matrix(rows: min(tokens, Self.innerRows), columns: shape.inner)
    gated = Matrix(rows: min(tokens, Self.innerRows), columns: shape.gated)
    heads = shape.attention.heads
    scratch = Matrix(rows: min(threads, heads), columns: shape.attention.scratchSize(length: longest, on: instructionSet))
  }

  /// True when a batch of that size fits, for that many threads.
  func holds(tokens: Int, longest: Int, threads: Int) -> Bool {
    tokens <= self.tokens && longest <= self.longest && min(threads, heads) <= scratch.rows
  }
}
