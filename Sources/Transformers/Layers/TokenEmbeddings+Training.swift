internal import Tensors

/// What embeddings keep of a forward pass: the sums that are normalised.
struct EmbeddingsCache: ~Copyable {
  var sum: Matrix

  init(width: Int) { sum = Matrix(rows: 0, columns: width) }

  var width: Int { sum.columns }
}

extension TokenEmbeddings {
  /// True when they are trained; all their tables are, or none.
  var isTrained: Bool { norm.isTrained }

  /// output = dropout(norm(sum)).
  func forward(keeping cache: inout EmbeddingsCache, into output: inout Matrix, _ pass: TrainingPass) {
    cache.sum.reserve(rows: pass.rows)
    let clock = pass.clock(.embeddings)
    sum(pass.batch, into: &cache.sum)
    clock.stop()
    norm.forward(cache.sum, into: &output, pass)
    dropout.apply(&output, pass, on: instructionSet)
  }

  /// Adds to the gradients of the tables and the norm. What `gradient` holds is lost.
  ///
  /// The rows of a padding token, and of its position in RoBERTa's manner, stay without: torch's `padding_idx`, which transformers gives
  /// its tables.
  func backward(_ cache: borrowing EmbeddingsCache, gradient: inout Matrix, _ pass: TrainingPass) {
    dropout.apply(&gradient, pass, on: instructionSet)
    norm.backward(cache.sum, gradient: &gradient, pass)
    let clock = pass.clock(.embeddings)
    defer { clock.stop() }
    let tokens = Self.without(shape.untrainedToken, pass.batch.ids)
    words?.gradient?.add(gradient, rows: tokens, on: instructionSet, fork: pass.fork)
    addRows(gradient, Self.without(shape.padding, positionRows(pass.batch)), to: positions, pass)
    addRows(gradient, pass.batch.typeIDs.map { Int32(shape.segment($0)) }, to: segments, pass)
  }

  private static func without(_ row: Int?, _ rows: [Int32]) -> [Int32] {
    guard let row else { return rows }
    return rows.map { Int($0) == row ? -1 : $0 }
  }

  private func addRows(_ gradient: borrowing Matrix, _ rows: [Int32], to table: WeightMemory, _ pass: TrainingPass) {
    guard table.isTrained, !table.isEmpty else { return }
    var target = table.mutableGradient
    instructionSet.addRows(of: gradient, to: rows.span, of: &target, fork: pass.fork)
  }

  /// The row of the position table that each token takes.
  private func positionRows(_ batch: RaggedBatch) -> [Int32] {
    (0..<batch.count).flatMap { sequence in
      var counter = PositionCounter(padding: shape.padding)
      return batch.rows(sequence).map { Int32(counter.next(batch.ids[$0])) }
    }
  }
}
