internal import CKernels

/// The heads of some sequences, shared out by what they cost.
struct AttentionWork: Sendable {
  let sequences: [Range<Int>]
  let shape: AttentionShape
  // What the heads of all sequences before one cost, and at the end that of all.
  private let starts: [Int]

  init(sequences: [Range<Int>], shape: AttentionShape) {
    self.sequences = sequences
    self.shape = shape
    var starts = [0]
    starts.reserveCapacity(sequences.count + 1)
    for rows in sequences { starts.append(starts[starts.count - 1] + shape.heads * Self.cost(rows.count, shape)) }
    self.starts = starts
  }

  // Inner products of one head, and what a row costs in packing, in the same unit.
  private static func cost(_ length: Int, _ shape: AttentionShape) -> Int {
    let seen = shape.window.map { min($0, length) * 2 + 1 } ?? length
    return length * (min(length, seen) + 32)
  }

  /// Calls `body` once for each head of each sequence that has tokens; `part` numbers what computes at the same time, up to `limit`.
  func share(_ fork: Fork, limit: Int, _ body: @Sendable (_ part: Int, _ sequence: Int, _ head: Int) -> Void) {
    fork.split(starts[sequences.count], step: 1, limit: limit) { part, costs in
      for (number, rows) in sequences.enumerated() where starts[number + 1] > costs.lowerBound && !rows.isEmpty {
        if starts[number] >= costs.upperBound { return }
        let cost = Self.cost(rows.count, shape)
        for head in 0..<shape.heads where costs.contains(starts[number] + head * cost) { body(part, number, head) }
      }
    }
  }
}

extension AttentionWork {
  /// Checks that the sequences' rows exist, that each has its dropout key, and that scratch suffices.
  func check(rows: Int, dropout: AttentionDropout?, scratch: borrowing Matrix, on path: InstructionSet) {
    precondition(sequences.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= rows })
    precondition(dropout.map { $0.keys.count == sequences.count } ?? true)
    let longest = sequences.map(\.count).max() ?? 0
    precondition(scratch.rows > 0 && scratch.columns >= shape.trainingScratchSize(length: longest, on: path))
  }

  /// The kernel's task for a head; `input`, `output` and `scratch` are the starts of whole matrices of 3 x width and width columns.
  func task(
    _ sequence: Int, _ head: Int, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) -> ck_head {
    let start = sequences[sequence].lowerBound, width = shape.width
    let first = unsafe input + start * 3 * width + head * shape.headWidth
    return unsafe ck_head(
      length: sequences[sequence].count, width: shape.headWidth, ld: 3 * width, window: shape.window ?? .max, q: first,
      k: first + width, v: first + 2 * width, scale: shape.scale, out: output + start * width + head * shape.headWidth,
      ld_out: width, scratch: scratch, dropout: nil)
  }
}

/// Calls `body` with the kernel's form of a mask, or with nil.
func withKernel(_ mask: DropoutMask?, _ body: (UnsafePointer<ck_dropout>?) -> Void) {
  guard let mask else { return body(nil) }
  unsafe withUnsafePointer(to: mask.kernel) { unsafe body($0) }
}
