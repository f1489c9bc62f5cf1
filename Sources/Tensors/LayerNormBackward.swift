internal import CKernels

extension InstructionSet {
  /// The backward pass of a layer norm over the first `rows` rows.
  ///
  /// `input` is what was normalised; its mean and variance are computed again. `gradient` holds the gradient of the norm's output and
  /// becomes the gradient of `input`. What the gradients of gamma and beta gain is added to `gammaGradient` and `betaGradient`; either
  /// may be empty, for a frozen or a missing one. Sums over rows are taken in blocks of a fixed size, the blocks in order.
  public func layerNormBackward(
    input: borrowing Matrix, gamma: Span<Float>, epsilon: Float, gradient: inout Matrix, rows: Int,
    gammaGradient: inout MutableSpan<Float>, betaGradient: inout MutableSpan<Float>, fork: Fork = .serial
  ) {
    let width = input.columns
    precondition(rows >= 0 && rows <= input.rows && rows <= gradient.rows && gradient.columns == width && gamma.count == width)
    precondition(gammaGradient.isEmpty || gammaGradient.count == width)
    precondition(betaGradient.isEmpty || betaGradient.count == width)
    guard rows > 0, width > 0 else { return }
    let blocks = (rows + Self.blockRows - 1) / Self.blockRows
    // Of each block: the sums for gamma, then those for beta.
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * blocks * width) { sums in
      guard let sums = sums.baseAddress else { return }
      unsafe gamma.withUnsafeBufferPointer { gamma in
        guard let gamma = gamma.baseAddress else { return }
        let whole = unsafe ck_norm_back(
          rows: rows, width: width, x: input.pointer(row: 0), gamma: gamma, epsilon: epsilon, d: gradient.pointer(row: 0),
          gamma_sums: sums, beta_sums: sums + width)
        unsafe layerNormBackward(whole, blocks: blocks, fork: fork)
      }
      unsafe addBlocks(sums, blocks, apart: 2 * width, to: &gammaGradient)
      unsafe addBlocks(sums + width, blocks, apart: 2 * width, to: &betaGradient)
    }
  }

  // Rows whose sums are taken together.
  private static var blockRows: Int { 32 }

  private func layerNormBackward(_ whole: ck_norm_back, blocks: Int, fork: Fork) {
    nonisolated(unsafe) let whole = unsafe whole
    let width = unsafe whole.width, rows = unsafe whole.rows
    fork.split(blocks, step: 1) { _, blocks in
      for block in blocks {
        let first = block * Self.blockRows
        var part = unsafe whole
        unsafe part.rows = min(Self.blockRows, rows - first)
        unsafe part.x += first * width
        unsafe part.d += first * width
        unsafe part.gamma_sums += 2 * block * width
        unsafe part.beta_sums += 2 * block * width
        unsafe training.layer_norm_back(&part)
      }
    }
  }

  private func addBlocks(
    _ sums: UnsafeMutablePointer<Float>, _ blocks: Int, apart: Int, to target: inout MutableSpan<Float>
  ) {
    unsafe target.withUnsafeMutableBufferPointer {
      guard let out = $0.baseAddress else { return }
      for block in 0..<blocks { unsafe kernels.add($0.count, sums + block * apart, out) }
    }
  }
}
