internal import Tensors

/// A step after pooling: vectors in, vectors out. Source: sentence-transformers 6.2, the modules of the same names.
enum SentenceModule: Sendable {
  case dense(DenseModule)
  case layerNorm(LayerNorm)
  /// Each vector to length 1.
  case normalize
  /// The first floats of each vector: `truncate_dim` of config_sentence_transformers.json, after all other modules.
  case truncate(to: Int)

  /// True for the step to length 1.
  var isNormalize: Bool { if case .normalize = self { true } else { false } }

  /// The vectors, one a row, after this step.
  func apply(_ vectors: consuming Matrix, on instructionSet: InstructionSet) -> Matrix {
    switch self {
    case .dense(let dense): return dense.apply(vectors)
    case .layerNorm(let norm): norm.apply(&vectors, rows: vectors.rows)
    case .normalize:
      for row in 0..<vectors.rows {
        var vector = vectors.mutableRow(row)
        instructionSet.normalize(&vector)
      }
    case .truncate(let width): return Self.truncated(vectors, to: width)
    }
    return vectors
  }

  static func truncated(_ vectors: borrowing Matrix, to width: Int) -> Matrix {
    var out = Matrix(rows: vectors.rows, columns: width)
    for row in 0..<vectors.rows {
      var target = out.mutableRow(row)
      let source = vectors.row(row)
      for index in 0..<width { target[index] = source[index] }
    }
    return out
  }
}
