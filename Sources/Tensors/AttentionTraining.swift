internal import CKernels

extension AttentionShape {
  /// Floats that `attendTraining` and `attendBackward` need in a row of scratch, for sequences of up to `length` tokens; linear in
  /// the length.
  public func trainingScratchSize(length: Int, on instructionSet: InstructionSet) -> Int {
    max(scratchSize(length: length, on: instructionSet), 4 * length)
  }
}

extension InstructionSet {
  /// Attention within each of some sequences, given as their rows in `projected` (3 x width columns: queries, keys, values), into
  /// the same rows of `context`: softmax(scale Q Kᵀ) V, with dropout on the softmax where there is one.
  ///
  /// Without dropout the bits are those of `attend`. A fork shares out the heads of all sequences, to as many threads as `scratch`
  /// has rows; a row of it has at least `shape.trainingScratchSize(length:)` elements for the longest sequence. A result has the
  /// same bits whatever the threads and the other sequences.
  public func attendTraining(
    _ projected: borrowing Matrix, sequences: [Range<Int>], shape: AttentionShape, dropout: AttentionDropout? = nil,
    scratch: inout Matrix, into context: inout Matrix, fork: Fork = .serial
  ) {
    precondition(projected.columns == 3 * shape.width && context.columns == shape.width)
    precondition(sequences.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= min(projected.rows, context.rows) })
    precondition(dropout.map { $0.keys.count == sequences.count } ?? true)
    let longest = sequences.map(\.count).max() ?? 0
    precondition(scratch.rows > 0 && scratch.columns >= shape.trainingScratchSize(length: longest, on: self))
    nonisolated(unsafe) let input = unsafe projected.base, output = unsafe context.base, memory = unsafe scratch.base
    let columns = projected.columns, apart = scratch.columns
    fork.split(sequences.count * shape.heads, step: 1, limit: scratch.rows) { part, items in
      for item in items {
        let (sequence, head) = item.quotientAndRemainder(dividingBy: shape.heads)
        unsafe attendPlainly(
          input: input + sequences[sequence].lowerBound * columns + head * shape.headWidth, length: sequences[sequence].count,
          shape: shape, mask: dropout?.mask(sequence: sequence, head: head), probabilities: memory + part * apart,
          output: output + sequences[sequence].lowerBound * shape.width + head * shape.headWidth)
      }
    }
  }
}
