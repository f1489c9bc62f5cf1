internal import Tensors

extension Pooling {
  /// Adds to `target` the gradient of hidden states whose pooled vectors have the gradient `gradient`. `hidden` is what was pooled; the
  /// first `skipped[i]` tokens of sequence i did not count.
  func backward(
    _ gradient: borrowing Matrix, _ batch: RaggedBatch, hidden: borrowing Matrix, skipped: [Int], into target: inout Matrix,
    on instructionSet: InstructionSet
  ) {
    let width = hidden.columns
    for sequence in 0..<batch.count where !batch.rows(sequence).isEmpty {
      let tokens = PooledTokens(rows: batch.rows(sequence), skipping: skipped[sequence])
      for (place, mode) in modes.enumerated() {
        let part = gradient.row(sequence).extracting(place * width..<(place + 1) * width)
        mode.backward(part, tokens, hidden: hidden, into: &target, on: instructionSet)
      }
    }
  }
}

extension PoolingMode {
  /// Adds the gradient of the pooled rows. Of equal maxima, the first takes it, as in torch.
  fileprivate func backward(
    _ gradient: Span<Float>, _ tokens: PooledTokens, hidden: borrowing Matrix, into target: inout Matrix,
    on instructionSet: InstructionSet
  ) {
    if self == .cls {
      let rows = tokens.counted.isEmpty ? tokens.rows : tokens.counted
      return instructionSet.meanBackward(gradient, rows: rows.prefix(1), into: &target)
    }
    guard !tokens.counted.isEmpty else { return }
    switch self {
    case .cls, .lastToken: instructionSet.meanBackward(gradient, rows: tokens.counted.suffix(1), into: &target)
    case .max: instructionSet.maximumBackward(gradient, input: hidden, rows: tokens.counted, into: &target)
    case .mean: instructionSet.meanBackward(gradient, rows: tokens.counted, into: &target)
    case .meanOfRoot:
      let root = Float(tokens.counted.count).squareRoot()
      let larger = gradient.indices.map { gradient[$0] * root }
      instructionSet.meanBackward(larger.span, rows: tokens.counted, into: &target)
    case .weightedMean: Self.weightedMeanBackward(gradient, tokens, into: &target)
    }
  }

  private static func weightedMeanBackward(_ gradient: Span<Float>, _ tokens: PooledTokens, into target: inout Matrix) {
    let weight = { (row: Int) in Float(row - tokens.rows.lowerBound + 1) }
    let total = tokens.counted.reduce(Float(0)) { $0 + weight($1) }
    for row in tokens.counted {
      var elements = target.mutableRow(row)
      for index in gradient.indices { elements[index] += gradient[index] * (weight(row) / total) }
    }
  }
}
