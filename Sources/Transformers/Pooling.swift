internal import Tensors

/// How the hidden states of a sequence become one vector: by one mode, or by several whose vectors stand one after the other.
///
/// Source: sentence-transformers 6.2, sentence_transformer/modules/pooling.py.
struct Pooling: Sendable {
  let modes: [PoolingMode]
  /// False when the tokens of a prompt do not count.
  let includesPrompt: Bool

  /// What an identity says of it.
  var name: String { modes.map(\.rawValue).joined(separator: " + ") + (includesPrompt ? "" : ", without the prompt") }

  /// One row for each sequence of the batch, zeros for one without tokens. The first `skipped[i]` tokens of sequence i do not count.
  func vectors(_ batch: RaggedBatch, of hidden: borrowing Matrix, skipped: [Int], on instructionSet: InstructionSet) -> Matrix {
    let width = hidden.columns
    var out = Matrix(rows: batch.count, columns: modes.count * width)
    for sequence in 0..<batch.count where !batch.rows(sequence).isEmpty {
      let tokens = PooledTokens(rows: batch.rows(sequence), skipping: skipped[sequence])
      for (place, mode) in modes.enumerated() {
        var vector = out.mutableRow(sequence)
        var part = vector._mutatingExtracting(place * width..<(place + 1) * width)
        mode.pool(tokens, of: hidden, on: instructionSet, into: &part)
      }
    }
    return out
  }
}

/// The rows of one sequence, at least one, and those among them that count, which are the last ones or none.
struct PooledTokens {
  let rows: Range<Int>
  let counted: Range<Int>

  /// All but the first `skipped`.
  init(rows: Range<Int>, skipping skipped: Int) {
    self.rows = rows
    counted = min(rows.upperBound, rows.lowerBound + skipped)..<rows.upperBound
  }
}

/// One way to pool; the names are sentence-transformers'.
enum PoolingMode: String, Sendable, CaseIterable {
  /// The first hidden state that counts.
  case cls
  /// The element-wise maximum.
  case max
  /// The mean.
  case mean
  /// The sum divided by the square root of the number of tokens.
  case meanOfRoot = "mean_sqrt_len_tokens"
  /// The mean weighted by position: 1 for the first token of the sequence, 2 for the second.
  case weightedMean = "weightedmean"
  /// The last hidden state.
  case lastToken = "lasttoken"

  /// Pools into `output`, which holds zeros. They stay where no token counts, but for `cls`, which then takes the first token.
  func pool(_ tokens: PooledTokens, of hidden: borrowing Matrix, on set: InstructionSet, into output: inout MutableSpan<Float>) {
    if self == .cls {
      return set.mean(of: hidden, rows: (tokens.counted.isEmpty ? tokens.rows : tokens.counted).prefix(1), into: &output)
    }
    guard !tokens.counted.isEmpty else { return }
    switch self {
    case .cls, .lastToken: set.mean(of: hidden, rows: tokens.counted.suffix(1), into: &output)
    case .max: set.maximum(of: hidden, rows: tokens.counted, into: &output)
    case .mean: set.mean(of: hidden, rows: tokens.counted, into: &output)
    case .meanOfRoot:
      set.mean(of: hidden, rows: tokens.counted, into: &output)
      let root = Float(tokens.counted.count).squareRoot()
      for index in output.indices { output[index] *= root }
    case .weightedMean: Self.weightedMean(tokens, of: hidden, into: &output)
    }
  }

  private static func weightedMean(_ tokens: PooledTokens, of hidden: borrowing Matrix, into output: inout MutableSpan<Float>) {
    var total: Float = 0
    for row in tokens.counted {
      let weight = Float(row - tokens.rows.lowerBound + 1), elements = hidden.row(row)
      total += weight
      for index in output.indices { output[index] += weight * elements[index] }
    }
    for index in output.indices { output[index] /= total }
  }
}
