public import Ranking

/// What a search with feedback found, and with which query.
public struct FeedbackResult: Equatable, Sendable {
  /// The hits of the second search.
  public var hits: [Hit]
  /// The query of the second search, heaviest terms first; the analysed query itself when the first search found nothing.
  public var query: [WeightedTerm]

  /// A result.
  public init(hits: [Hit], query: [WeightedTerm]) {
    self.hits = hits
    self.query = query
  }
}

extension LexicalIndex {
  /// The best documents for a text after feedback: searches, takes the best documents' terms into the query and searches again.
  ///
  /// The first search goes no deeper than the feedback needs. A text that nothing is found for has no hits.
  /// - Parameters:
  ///   - texts: the texts of documents in the order asked for, as they were indexed. They are analysed again, as the index keeps no
  ///     vectors of documents; nothing is remembered from query to query.
  ///   - hits: how many at most; 0 or less gives none.
  ///   - model: what both searches score with.
  /// - Throws: `LexicalError.badFeedback`, `.badParameter` or `.corrupt`, and what `texts` throws.
  public func search(
    _ text: [UInt8], hits: Int, model: ScoringModel, feedback: Feedback, method: SearchMethod = .maxScore,
    texts: ([DocumentNumber]) throws -> [[UInt8]]
  ) throws -> FeedbackResult {
    let query = Self.terms(of: text)
    try feedback.validate()
    let first = try search(query, hits: feedback.depth, model: model, method: method)
    guard !first.isEmpty else { return FeedbackResult(hits: [], query: query) }
    let expanded = try expand(query, first, by: feedback, texts)
    return FeedbackResult(hits: try search(expanded, hits: hits, model: model, method: method), query: expanded)
  }

  /// The query of the second search, heaviest terms first.
  private func expand(
    _ query: [WeightedTerm], _ hits: [Hit], by feedback: Feedback, _ texts: ([DocumentNumber]) throws -> [[UInt8]]
  ) throws -> [WeightedTerm] {
    let expanded: [WeightedTerm]
    switch feedback {
    case .rm3(let model):
      let best = hits.prefix(model.documents)
      var vocabulary = FeedbackVocabulary(self, plainOnly: true)
      let documents = zip(try texts(best.map(\.document)), best).map { (terms: Self.terms(of: $0), score: $1.score) }
      expanded = try model.expand(query, documents, &vocabulary)
    case .rocchio(let model):
      let worst = hits.prefix(model.negatives?.depth ?? 0).suffix(model.negatives?.documents ?? 0).reversed()
      var vocabulary = FeedbackVocabulary(self, plainOnly: false)
      let good = try texts(hits.prefix(model.documents).map(\.document)).map { Self.terms(of: $0) }
      let bad = worst.isEmpty ? [] : try texts(worst.map(\.document)).map { Self.terms(of: $0) }
      expanded = try model.expand(query, good: good, bad: bad, &vocabulary)
    }
    return FeatureVector.heaviestFirst(expanded)
  }
}
