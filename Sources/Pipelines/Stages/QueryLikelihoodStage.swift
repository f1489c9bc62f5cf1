internal import Lexical

/// First stage: query likelihood with Dirichlet smoothing over the index's lexical part.
struct QueryLikelihoodStage: LexicalStage {
  static let verb = "qld"
  static let usage =
    "{mu: 1000, hits: 1000, exact-lengths: false}: query likelihood with Dirichlet smoothing; takes rm3 and rocchio as bm25 does"

  var retrieval: LexicalRetrieval

  init(_ mapping: inout YAMLMapping) throws {
    let mu = try mapping.float("mu")
    let hits = try mapping.optional("hits")?.int(atLeast: 1) ?? 1000
    let lengths = try mapping.lengths()
    let model = try mapping.scoring(Self.verb) { () throws(LexicalError) in
      try ScoringModel(.queryLikelihood, mu: mu, lengths: lengths)
    }
    retrieval = LexicalRetrieval(model: model, hits: hits, feedback: try FeedbackFields.read(&mapping))
  }

  init(_ retrieval: LexicalRetrieval) { self.retrieval = retrieval }
}
