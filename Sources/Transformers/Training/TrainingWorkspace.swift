internal import Tensors

/// The activations and gradients that the layers of a model under training share, one layer after the other. Rows are tokens.
///
/// Matrices have rows for the largest span so far; operations are told how many of them to use.
final class TrainingWorkspace {
  private let shape: WorkspaceShape
  private let instructionSet: InstructionSet
  /// The last hidden states.
  var hidden: Matrix
  /// The gradient of what stands in the residual stream: of a layer's output before its backward pass, of its input after it.
  var gradient: Matrix
  /// The gradient of what a sublayer adds to the residual stream.
  var branch: Matrix
  /// The gradient of what a sublayer reads, in models that normalise first; whoever needs it makes it.
  var normed: Matrix
  /// The gradient of queries, keys and values.
  var projected: Matrix
  /// The gradient of what attention gathers.
  var context: Matrix
  /// What the feed-forward layer's second product reads.
  var activated: Matrix
  /// The gradient of it.
  var activatedGradient: Matrix
  /// The gradient of what a gate reads; without rows where there is none.
  var inner: Matrix
  /// What LoRA's dropout leaves of an input; as wide as that, and made by whoever needs it.
  var dropped = Matrix(rows: 0, columns: 0)
  /// Scratch memory of attention.
  var scratch: Matrix
  /// Scratch memory of weight gradients.
  var product = ProductScratch()
  /// Where the time goes; nil when nobody asks.
  var account: TrainingAccount?

  init(_ shape: WorkspaceShape, on instructionSet: InstructionSet) {
    self.shape = shape
    self.instructionSet = instructionSet
    hidden = Matrix(rows: 0, columns: shape.hidden)
    gradient = Matrix(rows: 0, columns: shape.hidden)
    branch = Matrix(rows: 0, columns: shape.hidden)
    normed = Matrix(rows: 0, columns: shape.hidden)
    projected = Matrix(rows: 0, columns: shape.projected)
    context = Matrix(rows: 0, columns: shape.attention.width)
    activated = Matrix(rows: 0, columns: shape.secondInput)
    activatedGradient = Matrix(rows: 0, columns: shape.secondInput)
    inner = Matrix(rows: 0, columns: shape.inner)
    scratch = Matrix(rows: 0, columns: 0)
  }

  /// Rows for a pass.
  func reserve(rows: Int, longest: Int, fork: Fork) {
    hidden.reserve(rows: rows)
    gradient.reserve(rows: rows)
    branch.reserve(rows: rows)
    normed.reserve(rows: shape.normalisesFirst ? rows : 0)
    projected.reserve(rows: rows)
    context.reserve(rows: rows)
    activated.reserve(rows: rows)
    activatedGradient.reserve(rows: rows)
    inner.reserve(rows: shape.gated > 0 ? rows : 0)
    reserveScratch(longest: longest, parts: 2 * fork.width)
  }

  /// The gradient's rows become zero.
  func clearGradient(rows: Int) {
    for row in 0..<rows {
      var elements = gradient.mutableRow(row)
      for column in elements.indices { elements[column] = 0 }
    }
  }

  private func reserveScratch(longest: Int, parts: Int) {
    let size = shape.attention.trainingScratchSize(length: longest, on: instructionSet)
    if scratch.rows < parts || scratch.columns < size {
      scratch = Matrix(rows: max(parts, scratch.rows), columns: max(size, scratch.columns))
    }
  }

  /// Floats that one token takes.
  static func width(_ shape: WorkspaceShape) -> Int {
    (shape.normalisesFirst ? 4 : 3) * shape.hidden + shape.projected + shape.attention.width + 2 * shape.secondInput
      + (shape.gated > 0 ? shape.inner : 0)
  }
}

extension WorkspaceShape {
  /// Columns of what the feed-forward layer's second product reads.
  var secondInput: Int { gated > 0 ? gated : inner }
}

extension Matrix {
  /// At least so many rows; when there are too few, new ones of zeros take the place of all, some more than asked for, so that spans
  /// that grow by and by do so seldom. Rows that are never written take no memory.
  mutating func reserve(rows: Int) {
    if self.rows < rows { self = Matrix(rows: (rows + 511) / 512 * 512, columns: columns) }
  }
}
