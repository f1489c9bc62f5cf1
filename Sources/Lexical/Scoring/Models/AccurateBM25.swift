/// Lucene's BM25 over one integer a document, its exact length: w tf / (tf + k1 (1 - b) + k1 b / mean length) in float32.
///
/// Source: Anserini, `AccurateBM25Similarity`. This form does not round monotonically.
struct AccurateBM25: CollectionModel {
  /// k1 b / mean length, times the length.
  struct Lengths: LengthFunction {
    let perTerm: Float

    @inline(__always)
    func norm(of length: Float) -> Float { perTerm * length }
  }

  struct Formula: TermFormula {
    let ceiling: Float
    let constant: Float

    @inline(__always)
    func score(frequency: UInt32, norm: Float) -> Float {
      let frequency = Float(frequency)
      return ceiling * frequency / (frequency + constant + norm)
    }

    /// At most six roundings of 2^-24 in each of two scores, and one here: less than the factor.
    func bound(frequency: UInt32, norm: Float) -> Float { score(frequency: frequency, norm: norm) * 1.000_001 }
  }

  let lengths: Lengths
  private let constant: Float
  private let idf: SaturationModel

  init(_ variant: LuceneBM25, _ statistics: LexicalStatistics) {
    let (k1, b) = (variant.parameters.k1, variant.parameters.b)
    lengths = Lengths(perTerm: k1 * b / max(1e-10, statistics.averageLength))
    constant = k1 * (1 - b)
    idf = SaturationModel(variant, statistics)
  }

  func formula(_ term: TermStatistics, weight: Float) -> Formula {
    Formula(ceiling: idf.formula(term, weight: weight).weight, constant: constant)
  }
}
