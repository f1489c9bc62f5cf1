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
    let work = AttentionWork(sequences: sequences, shape: shape)
    let rows = min(projected.rows, projectedGradient.rows, context.rows, contextGradient.rows)
    work.check(rows: rows, dropout: dropout, scratch: scratch, on: self)
    nonisolated(unsafe) let input = unsafe projected.base, output = unsafe context.base, memory = unsafe scratch.base
    nonisolated(unsafe) let gradient = unsafe contextGradient.base, target = unsafe projectedGradient.base
    let apart = scratch.columns
    work.share(fork, limit: scratch.rows) { part, sequence, number in
      let head = unsafe work.task(sequence, number, input: input, output: output, scratch: memory + part * apart)
      let start = unsafe target + (head.q - UnsafePointer(input))
      var task = unsafe ck_head_backward(
        head: head, gradient: gradient + (head.out - output), dq: start, dk: start + shape.width, dv: start + 2 * shape.width,
        ld: head.ld)
      unsafe withKernel(dropout?.mask(sequence: sequence, head: number)) { mask in
        unsafe task.head.dropout = mask
        unsafe training.attention_backward(&task)
      }
    }
  }
}
