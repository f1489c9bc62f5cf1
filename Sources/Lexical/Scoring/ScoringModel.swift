/// What a posting scores, chosen at query time. A document's score is the sum over the query's terms that it contains; terms that it lacks
/// add nothing, in any of these models.
///
/// Sources of the definitions: Kamphuis, de Vries, Boytsov and Lin, "Which BM25 do you mean?", ECIR 2020, table 1, and the papers named there;
/// Lucene's `LMDirichletSimilarity`. Each model is a file of `Models`.
public enum ScoringModel: Equatable, Sendable {
  /// BM25 as Lucene has it.
  case bm25(BM25Parameters = BM25Parameters())
  /// BM25+ of Lv and Zhai, "Lower-bounding term frequency normalization", CIKM 2011.
  case bm25Plus(BM25Parameters = BM25Parameters(), delta: Float = 1)
  /// BM25L of Lv and Zhai, "When documents are very long, BM25 fails!", SIGIR 2011.
  case bm25L(BM25Parameters = BM25Parameters(), delta: Float = 0.5)
  /// BM25 of the ATIRE engine.
  case atire(BM25Parameters = BM25Parameters())
  /// BM25 of Robertson et al., without the factor k1 + 1; a term in more than half of the documents weighs nothing.
  case robertson(BM25Parameters = BM25Parameters())
  /// Query likelihood with Dirichlet smoothing as Lucene has it: a term that occurs less often than the collection predicts adds 0.
  case queryLikelihood(mu: Float = 1000, lengths: DocumentLengths = .oneByte)

  /// The names of the models, as the command line and pipeline files have them.
  public enum Name: String, Sendable, CaseIterable {
    case bm25
    case bm25Plus = "bm25+"
    case bm25L = "bm25l"
    case atire
    case robertson
    case queryLikelihood = "qld"
  }

  /// Its name.
  public var name: Name {
    switch self {
    case .bm25: .bm25
    case .bm25Plus: .bm25Plus
    case .bm25L: .bm25L
    case .atire: .atire
    case .robertson: .robertson
    case .queryLikelihood: .queryLikelihood
    }
  }

  /// What kind of model it is, with all that scoring needs beside the collection.
  enum Family {
    case saturating(any BM25Variant)
    case likelihood(mu: Float, lengths: DocumentLengths)
  }

  var family: Family {
    switch self {
    case .bm25(let parameters): .saturating(LuceneBM25(parameters: parameters))
    case .bm25Plus(let parameters, let delta): .saturating(BM25Plus(parameters: parameters, delta: delta))
    case .bm25L(let parameters, let delta): .saturating(BM25L(parameters: parameters, delta: delta))
    case .atire(let parameters): .saturating(ATIREBM25(parameters: parameters))
    case .robertson(let parameters): .saturating(RobertsonBM25(parameters: parameters))
    case .queryLikelihood(let mu, let lengths): .likelihood(mu: mu, lengths: lengths)
    }
  }
}
