internal import Foundation

/// Query likelihood with Dirichlet smoothing: weight (log(1 + tf / (mu P)) + log(mu / (length + mu))) in float64, at least 0, as float32;
/// P = (occurrences of the term + 1) / (occurrences of all terms + 1).
///
/// Source: Lucene 10, `LMDirichletSimilarity` and `LMSimilarity.DefaultCollectionModel`, which return 0 for a term that occurs less often than
/// the collection's language model predicts; Zhai and Lafferty, SIGIR 2001, would let it count against the document.
struct DirichletLikelihood: CollectionModel {
  /// log(mu / (length + mu)).
  struct Lengths: LengthFunction {
    let mu: Double

    @inline(__always)
    func norm(of length: Float) -> Double { log(mu / (Double(length) + mu)) }
  }

  struct Formula: TermFormula {
    let weight: Double
    /// mu P: how often the collection predicts the term in mu terms.
    let expected: Double

    /// Norms are at most 0.
    var ceiling: Float { Float(weight * evidence(.max) + slack(evidence(.max), 0)) }

    private func evidence(_ frequency: UInt32) -> Double { log(1 + Double(Float(frequency)) / expected) }

    func score(frequency: UInt32, norm: Double) -> Float {
      let score = weight * (evidence(frequency) + norm)
      return score > 0 ? Float(score) : 0
    }

    func bound(frequency: UInt32, norm: Double) -> Float {
      let evidence = evidence(frequency)
      return max(0, Float(weight * (evidence + norm) + slack(evidence, norm)))
    }

    /// Exact logarithms are monotonic, the library's only within their errors: each of the two is off by at most 2^-52 of itself and, through
    /// its argument, 2^-52; sum and product add 2^-53 of themselves each. A score above 0 has -norm < evidence, so that for two scores
    /// all this is less than 2^-50 (1 + 2 evidence), a tenth of the slack.
    private func slack(_ evidence: Double, _ norm: Double) -> Double { weight * 1e-14 * (1 + evidence - norm) }
  }

  let lengths: Lengths
  private let totalTerms: Double

  init(mu: Float, _ statistics: LexicalStatistics) {
    lengths = Lengths(mu: Double(mu))
    totalTerms = Double(statistics.totalTerms)
  }

  /// The probability of a term in the collection.
  func probability(_ term: TermStatistics) -> Double { (Double(term.collectionFrequency) + 1) / (totalTerms + 1) }

  func formula(_ term: TermStatistics, weight: Float) -> Formula {
    Formula(weight: Double(weight), expected: lengths.mu * probability(term))
  }
}
