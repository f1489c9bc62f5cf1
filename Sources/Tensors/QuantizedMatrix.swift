internal import CKernels
internal import Glibc

/// The right-hand side of matrix products in eight bits: each row has a scale of its own, and so has each row it is multiplied with.
///
/// A row w is stored as w ≈ scale q with |q| <= 127, the rows of a product's left-hand side as x ≈ scale (q - zero) with 0 <= q <= 255,
/// the zero among the values so that activations that lie to one side lose no bit. Sums are exact integers, so a row of the product
/// depends on its own row alone and, before a transcendental activation, has the same bits on every instruction-set path.
/// Source: Jacob et al., 2018, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference".
@safe public final class QuantizedMatrix: @unchecked Sendable {
  // Immutable after init, so it can be read from any thread.

  /// Widest rows whose sums surely fit into 32 bits: 255 · 127 · 65,536 < 2³¹.
  public static let widthLimit = 65_536

  /// Rows it was made of: columns of a product.
  public let count: Int
  /// Values of each row.
  public let width: Int
  /// The path whose kernels it is packed for.
  public let instructionSet: InstructionSet
  private let panels: UnsafeMutablePointer<Float>
  private let size: Int

  /// Quantises and packs `count` rows of `width` floats, at most `widthLimit`. `rows` holds exactly those.
  public init(_ rows: Span<Float>, count: Int, width: Int, for instructionSet: InstructionSet) {
    precondition(count >= 0 && width >= 0 && rows.count == count * width, "the rows are not count x width floats")
    precondition(width <= Self.widthLimit, "rows wider than \(Self.widthLimit) could overflow")
    self.count = count
    self.width = width
    self.instructionSet = instructionSet
    let kernels = unsafe instructionSet.quantizedKernels
    size = unsafe (kernels.packed_bytes(count, width) + 3) / 4
    unsafe panels = allocateFloats(size)
    unsafe rows.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { unsafe kernels.pack(count, width, start, width, panels) }
    }
  }

  deinit { unsafe freeFloats(panels, size) }

  /// Some rows of `input` times this matrix, into `output` from its row `first` on. `bias` has `count` floats, or none at all.
  /// A fork shares out the columns, and the rows while they are quantised.
  ///
  /// A row with an infinity or a NaN gives a row of NaN.
  public func multiply(
    _ input: borrowing Matrix, rows: Range<Int>, bias: Span<Float>, activation: Activation = .identity,
    into output: inout Matrix, at first: Int, fork: Fork = .serial
  ) {
    precondition(input.columns == width && output.columns == count && (bias.isEmpty || bias.count == count))
    precondition(rows.lowerBound >= 0 && rows.upperBound <= input.rows && first >= 0 && first + rows.count <= output.rows)
    guard count > 0, !rows.isEmpty else { return }
    let scratch = QuantizedRows(atMost: rows.count, width: width, for: instructionSet)
    var done = 0
    while done < rows.count {
      let block = min(scratch.capacity, rows.count - done)
      unsafe scratch.quantize(input.pointer(row: rows.lowerBound + done), rows: block, fork: fork)
      unsafe multiply(
        scratch, rows: block, bias: bias, activation: activation, into: output.pointer(row: first + done), fork: fork)
      done += block
    }
  }

  private func multiply(
    _ rows: borrowing QuantizedRows, rows count: Int, bias: Span<Float>, activation: Activation,
    into output: UnsafeMutablePointer<Float>, fork: Fork
  ) {
    unsafe bias.withUnsafeBufferPointer { bias in
      nonisolated(unsafe) let product = unsafe ck_int8_product(
        m: count, n: self.count, k: width, a: rows.values, a_scale: rows.scales, a_zero: rows.zeros, packed: panels,
        bias: bias.isEmpty ? nil : bias.baseAddress, c: output, ldc: self.count, activation: activation.kernel)
      let instructionSet = instructionSet, width = width
      fork.split(self.count, step: unsafe instructionSet.kernels.panel) { _, columns in
        var part = unsafe product
        unsafe part.n = columns.count
        unsafe part.packed += instructionSet.quantizedKernels.packed_bytes(columns.lowerBound, width)
        if let bias = unsafe part.bias { unsafe part.bias = bias + columns.lowerBound }
        unsafe part.c += columns.lowerBound
        unsafe instructionSet.quantizedKernels.multiply(&part)
      }
    }
  }
}
