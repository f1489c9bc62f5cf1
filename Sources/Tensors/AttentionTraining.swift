internal import CKernels

extension AttentionShape {
  /// Floats that `attendTraining` and `attendBackward` need in a row of scratch, for sequences of up to `length` tokens; linear in
  /// the length.
  public func trainingScratchSize(length: Int, on instructionSet: InstructionSet) -> Int {
    max(
      scratchSize(length: length, on: instructionSet),
      instructionSet.training.attention_backward_scratch(length, headWidth, window ?? .max))
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
    let work = AttentionWork(sequences: sequences, shape: shape)
    work.check(rows: min(projected.rows, context.rows), dropout: dropout, scratch: scratch, on: self)
    nonisolated(unsafe) let input = unsafe projected.base, output = unsafe context.base, memory = unsafe scratch.base
    let apart = scratch.columns
    work.share(fork, limit: scratch.rows) { part, sequence, head in
      var task = unsafe work.task(sequence, head, input: input, output: output, scratch: memory + part * apart)
      unsafe withKernel(dropout?.mask(sequence: sequence, head: head)) { mask in
        unsafe task.dropout = mask
        unsafe kernels.attention(&task)
      }
    }
  }
}
