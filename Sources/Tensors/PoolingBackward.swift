/// Backward passes of poolings and of normalisation. All add to the gradient of the rows they are given.
extension InstructionSet {
  /// target[r] += gradient / rows.count for each of `rows`: backward of `mean(of:rows:into:)`.
  public func meanBackward(_ gradient: Span<Float>, rows: Range<Int>, into target: inout Matrix) {
    precondition(gradient.count == target.columns && !rows.isEmpty && rows.lowerBound >= 0 && rows.upperBound <= target.rows)
    for row in rows {
      var out = target.mutableRow(row)
      for i in out.indices { out[i] += gradient[i] / Float(rows.count) }
    }
  }

  /// Adds each element of `gradient` to the first of `rows` that holds its column's maximum in `input`: backward of
  /// `maximum(of:rows:into:)`.
  public func maximumBackward(_ gradient: Span<Float>, input: borrowing Matrix, rows: Range<Int>, into target: inout Matrix) {
    precondition(gradient.count == target.columns && input.columns == target.columns && !rows.isEmpty)
    precondition(rows.lowerBound >= 0 && rows.upperBound <= target.rows && rows.upperBound <= input.rows)
    let width = target.columns, x = input.elements
    for column in 0..<width {
      var best = rows.lowerBound
      for row in rows where x[row * width + column] > x[best * width + column] { best = row }
      var out = target.mutableRow(best)
      out[column] += gradient[column]
    }
  }

  /// Backward of `normalize`, y = x / max(|x|, 1e-12): `gradient` is that of y and becomes that of `input` = x,
  /// (dy - y (y · dy)) / |x|, or dy / 1e-12 for a shorter x.
  public func normalizeBackward(input: Span<Float>, gradient: inout MutableSpan<Float>) {
    precondition(input.count == gradient.count)
    let length = dot(input, input).squareRoot()
    guard length > 1e-12 else {
      for i in gradient.indices { gradient[i] /= 1e-12 }
      return
    }
    let along = dot(input, gradient.span) / (length * length)
    for i in gradient.indices { gradient[i] = (gradient[i] - input[i] * along) / length }
  }
}
