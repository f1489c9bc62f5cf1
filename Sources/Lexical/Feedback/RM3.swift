/// RM3: the query interpolated with a relevance model of the best documents.
///
/// Source: Abdul-Jaleel et al., "UMass at TREC 2004: Novelty and HARD", as Anserini 1.7.1 computes it (`Rm3Reranker`): of each document
/// its most frequent terms, normalised to sum 1 and weighted by the document's score; of their sum again the heaviest.
public struct RM3: Equatable, Sendable {
  /// Documents that are taken for relevant (Anserini's fbDocs); at least 1.
  public var documents: Int
  /// Terms kept of each document, and of all together (fbTerms); at least 1.
  public var terms: Int
  /// The query's share of the new one, 0...1.
  public var originalWeight: Float

  /// Parameters; by default Anserini's.
  public init(documents: Int = 10, terms: Int = 10, originalWeight: Float = 0.5) {
    self.documents = documents
    self.terms = terms
    self.originalWeight = originalWeight
  }

  func validate() throws(LexicalError) {
    try FeedbackRange.check("fb-docs", count: documents)
    try FeedbackRange.check("fb-terms", count: terms)
    guard originalWeight >= 0, originalWeight <= 1 else {
      throw .badFeedback(parameter: "original-weight", value: "\(originalWeight)", range: "a number between 0 and 1")
    }
  }

  /// The new query of the analysed query and its best documents' terms and scores. Float32 where Anserini has float32.
  func expand(
    _ query: [WeightedTerm], _ documents: [(terms: [WeightedTerm], score: Float)], _ vocabulary: inout FeedbackVocabulary
  ) throws(LexicalError) -> [WeightedTerm] {
    var model = FeatureVector()
    for document in documents {
      let terms = try vocabulary.heaviest(terms, of: document.terms)
      let norm = Float(FeatureVector.sum(terms))
      if norm <= FeatureVector.empty { continue }
      for term in terms { model.add(term.weight / norm * document.score, to: term.term) }
    }
    model.prune(to: terms)
    model.scale(by: FeatureVector.sum(model.entries))
    var original = FeatureVector(query)
    original.scale(by: FeatureVector.sum(query))
    return original.combined(with: model) { Float(Double(originalWeight * $0) + (1 - Double(originalWeight)) * Double($1)) }
  }
}
