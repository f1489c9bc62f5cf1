internal import CKernels

/// The right-hand side of matrix products, rearranged once into panels that the kernels of one path read in order.
///
/// Built from n rows of k floats (the weight of a linear layer with n outputs, or n query vectors); a product with m rows of k
/// floats gives m rows of n. A row of the product depends on its own row alone: the bits are the same for any m.
@safe public final class PackedMatrix: @unchecked Sendable {
  // Read from any thread; written by init, and by `repack`, whose caller sees to it that nobody multiplies meanwhile.

  /// Rows it was made of: columns of a product.
  public let count: Int
  /// Floats of each row.
  public let width: Int
  /// The path whose kernels it is packed for.
  public let instructionSet: InstructionSet
  private let panels: UnsafeMutablePointer<Float>
  private let size: Int
  // Whether it was made of a transposed matrix: its `width` rows of `count` floats.
  private let isTransposed: Bool

  /// Packs `count` rows of `width` floats. `rows` holds exactly those.
  public init(_ rows: Span<Float>, count: Int, width: Int, for instructionSet: InstructionSet) {
    precondition(count >= 0 && width >= 0 && rows.count == count * width, "the rows are not count x width floats")
    self.count = count
    self.width = width
    self.instructionSet = instructionSet
    isTransposed = false
    size = unsafe instructionSet.kernels.packed_size(count, width)
    unsafe panels = allocateUninitializedFloats(size)
    repack(rows)
  }

  /// Packs the transpose of a matrix of `count` rows of `width` floats: products take rows of `count` floats and give rows of `width`.
  /// With the weight of a linear layer that is the gradient of its input, dX = dY W.
  public init(transposing rows: Span<Float>, count: Int, width: Int, for instructionSet: InstructionSet) {
    precondition(count >= 0 && width >= 0 && rows.count == count * width, "the rows are not count x width floats")
    self.count = width
    self.width = count
    self.instructionSet = instructionSet
    isTransposed = true
    size = unsafe instructionSet.kernels.packed_size(width, count)
    unsafe panels = allocateUninitializedFloats(size)
    repack(rows)
  }

  /// Takes new values for the rows it was made of, in the same shape. Nobody else may use the matrix meanwhile.
  public func repack(_ rows: Span<Float>, fork: Fork = .serial) {
    precondition(rows.count == count * width, "the rows are not count x width floats")
    let count = count, width = width, isTransposed = isTransposed, instructionSet = instructionSet
    nonisolated(unsafe) let panels = unsafe panels
    // Packing fills the padding too.
    unsafe rows.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      nonisolated(unsafe) let start = unsafe base
      let kernels = unsafe instructionSet.kernels
      fork.split(count, step: unsafe kernels.panel) { _, columns in
        let kernels = unsafe instructionSet.kernels
        let to = unsafe panels + columns.lowerBound * width
        if isTransposed {
          unsafe kernels.pack_columns(columns.count, width, start + columns.lowerBound, count, to)
        } else {
          unsafe kernels.pack_rows(columns.count, width, start + columns.lowerBound * width, width, to)
        }
      }
    }
  }

  deinit { unsafe freeFloats(panels, size) }

  /// Products of `output.count / count` rows with every row of this matrix: output[i][j] = activation(input[i] · row[j] + bias[j]).
  ///
  /// `bias` has `count` floats, or none at all.
  public func multiply(
    _ input: Span<Float>, bias: Span<Float>, activation: Activation, into output: inout MutableSpan<Float>
  ) {
    guard count > 0, !output.isEmpty else { return }
    let rows = output.count / count
    precondition(output.count == rows * count && input.count == rows * width, "shapes of the product do not fit")
    precondition(bias.isEmpty || bias.count == count, "the bias is not as wide as the product")
    unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        guard let a = input.baseAddress, let c = output.baseAddress else { return }
        unsafe multiply(a, rows: rows, bias: bias, activation: activation, into: c)
      }
    }
  }

  /// `rows` rows at `a` times this matrix, stored at `c`.
  func multiply(
    _ a: UnsafePointer<Float>, rows: Int, bias: Span<Float>, activation: Activation, into c: UnsafeMutablePointer<Float>,
    fork: Fork = .serial
  ) {
    unsafe bias.withUnsafeBufferPointer { bias in
      let product = unsafe ck_product(
        m: rows, n: count, k: width, a: a, lda: width, packed: panels, packed_depth: 0,
        bias: bias.isEmpty ? nil : bias.baseAddress, c: c, ldc: count, activation: activation.kernel, transposes: 0,
        accumulates: 0)
      unsafe multiply(product, fork: fork)
    }
  }

  /// `rows` rows at `a`, `lda` floats apart, times this matrix, stored at `c` in rows `ldc` floats apart, or added to what is there.
  func multiply(
    _ a: UnsafePointer<Float>, lda: Int, rows: Int, into c: UnsafeMutablePointer<Float>, ldc: Int, accumulates: Bool, fork: Fork
  ) {
    let product = unsafe ck_product(
      m: rows, n: count, k: width, a: a, lda: lda, packed: panels, packed_depth: 0, bias: nil, c: c, ldc: ldc,
      activation: ck_identity, transposes: 0, accumulates: accumulates ? 1 : 0)
    unsafe multiply(product, fork: fork)
  }

  private func multiply(_ whole: ck_product, fork: Fork) {
    nonisolated(unsafe) let product = unsafe whole
    let instructionSet = instructionSet, width = width
    fork.split(count, step: unsafe instructionSet.kernels.panel) { _, columns in
      var part = unsafe product
      unsafe part.n = columns.count
      unsafe part.packed += columns.lowerBound * width
      if let bias = unsafe part.bias { unsafe part.bias = bias + columns.lowerBound }
      unsafe part.c += columns.lowerBound
      unsafe instructionSet.kernels.multiply(&part)
    }
  }

  /// Plain products: output[i][j] = input[i] · row[j].
  public func multiply(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
    multiply(input, bias: Span<Float>(), activation: .identity, into: &output)
  }
}
