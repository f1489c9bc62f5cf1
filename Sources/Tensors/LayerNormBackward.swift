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
    for row in 0..<rows {
      let x = input.row(row)
      var d = gradient.mutableRow(row)
      var mean: Float = 0, variance: Float = 0
      for i in 0..<width { mean += x[i] }
      mean /= Float(width)
      for i in 0..<width { variance += (x[i] - mean) * (x[i] - mean) }
      let inverse = 1 / (variance / Float(width) + epsilon).squareRoot()
      var sum: Float = 0, product: Float = 0
      for i in 0..<width {
        let standardised = (x[i] - mean) * inverse
        if !gammaGradient.isEmpty { gammaGradient[i] += d[i] * standardised }
        if !betaGradient.isEmpty { betaGradient[i] += d[i] }
        sum += d[i] * gamma[i]
        product += d[i] * gamma[i] * standardised
      }
      for i in 0..<width {
        let standardised = (x[i] - mean) * inverse
        d[i] = inverse * (d[i] * gamma[i] - (sum + standardised * product) / Float(width))
      }
    }
  }
}
