internal import CKernels

/// The heads of a multi-head attention and how their queries, keys and values lie in a row: all queries, then all keys, then all
/// values, head after head.
public struct AttentionShape: Sendable {
  /// Number of heads.
  public let heads: Int
  /// Floats of one head.
  public let headWidth: Int
  /// What the inner products are multiplied with, usually 1 / √headWidth.
  public let scale: Float
  /// How far a token sees to either side: token i sees j with |i - j| <= window; nil for the whole sequence.
  public let window: Int?

  /// A shape.
  public init(heads: Int, headWidth: Int, scale: Float, window: Int? = nil) {
    precondition(window ?? 0 >= 0)
    self.heads = heads
    self.headWidth = headWidth
    self.scale = scale
    self.window = window
  }

  /// Floats of a result row.
  public var width: Int { heads * headWidth }

  /// Floats that attention over a sequence of `length` tokens needs beside its input and output; linear in the length.
  public func scratchSize(length: Int, on instructionSet: InstructionSet) -> Int {
    unsafe instructionSet.kernels.attention_scratch(length, headWidth, window ?? .max)
  }
}

extension InstructionSet {
  /// Attention within one sequence, the rows `rows` of `projected` (3 x width columns), into the same rows of `output`.
  ///
  /// What stands outside a token's window does not touch its result, not even a NaN. Time is linear in the length when there is a
  /// window. A fork shares out the heads, to as many threads as `scratch` has rows; a row of it has at least
  /// `shape.scratchSize(length: rows.count)` elements.
  public func attend(
    _ projected: borrowing Matrix, rows: Range<Int>, shape: AttentionShape, scratch: inout Matrix, into output: inout Matrix,
    fork: Fork = .serial
  ) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= projected.rows && rows.upperBound <= output.rows)
    precondition(projected.columns == 3 * shape.width && output.columns == shape.width)
    let size = shape.scratchSize(length: rows.count, on: self)
    precondition(scratch.rows > 0 && scratch.columns >= size)
    guard !rows.isEmpty else { return }
    let input = unsafe projected.pointer(row: rows.lowerBound)
    nonisolated(unsafe) let whole = unsafe ck_head(
      length: rows.count, width: shape.headWidth, ld: projected.columns, window: shape.window ?? .max, q: input,
      k: input + shape.width, v: input + 2 * shape.width, scale: shape.scale, out: output.pointer(row: rows.lowerBound),
      ld_out: output.columns, scratch: scratch.pointer(row: 0),
      dropout: nil)
    let width = shape.headWidth, apart = scratch.columns
    fork.split(shape.heads, step: 1, limit: scratch.rows) { part, heads in
      for head in heads {
        var task = unsafe whole
        unsafe task.q += head * width
        unsafe task.k += head * width
        unsafe task.v += head * width
        unsafe task.out += head * width
        unsafe task.scratch += part * apart
        unsafe kernels.attention(&task)
      }
    }
  }
}
