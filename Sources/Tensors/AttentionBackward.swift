internal import CKernels

extension InstructionSet {
  /// The gradient of `attendTraining`: from the gradient of its result (`contextGradient`) those of queries, keys and values, in the
  /// layout of `projected`, into the same rows of `projectedGradient`; what stood there is overwritten. Other rows stay.
  ///
  /// `projected`, `context`, `sequences` and `dropout` are those of the forward call. Probabilities are computed again by blocks of
  /// queries (Dao et al., 2022), so that memory is linear in the length; dropout draws the same masks. Scratch, fork and bits are as
  /// for `attendTraining`.
  public func attendBackward(
    _ projected: borrowing Matrix, context: borrowing Matrix, contextGradient: borrowing Matrix, sequences: [Range<Int>],
    shape: AttentionShape, dropout: AttentionDropout? = nil, scratch: inout Matrix, into projectedGradient: inout Matrix,
    fork: Fork = .serial
  ) {
    precondition(projected.columns == 3 * shape.width && projectedGradient.columns == 3 * shape.width)
    precondition(context.columns == shape.width && contextGradient.columns == shape.width)
    let rows = min(projected.rows, projectedGradient.rows, context.rows, contextGradient.rows)
    precondition(sequences.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= rows })
    precondition(dropout.map { $0.keys.count == sequences.count } ?? true)
    let longest = sequences.map(\.count).max() ?? 0
    precondition(scratch.rows > 0 && scratch.columns >= shape.trainingScratchSize(length: longest, on: self))
    nonisolated(unsafe) let input = unsafe projected.base, output = unsafe context.base, gradient = unsafe contextGradient.base
    nonisolated(unsafe) let target = unsafe projectedGradient.base, memory = unsafe scratch.base
    let columns = projected.columns, apart = scratch.columns
    fork.split(sequences.count * shape.heads, step: 1, limit: scratch.rows) { part, items in
      for item in items {
        let (sequence, head) = item.quotientAndRemainder(dividingBy: shape.heads)
        let start = sequences[sequence].lowerBound
        let wide = start * columns + head * shape.headWidth, narrow = start * shape.width + head * shape.headWidth
        unsafe attendBackwardPlainly(
          input: input + wide, length: sequences[sequence].count, shape: shape,
          mask: dropout?.mask(sequence: sequence, head: head), output: output + narrow, gradient: gradient + narrow,
          probabilities: memory + part * apart, target: target + wide)
      }
    }
  }
}
