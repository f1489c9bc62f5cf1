extension ScoringModel {
  /// The idf of a term; for query likelihood its probability in the collection.
  func rarity(of term: TermStatistics, in collection: LexicalStatistics) -> Double {
    switch family {
    case .saturating(let variant):
      variant.inverseDocumentFrequency(Double(term.documentFrequency), of: Double(collection.nonEmptyDocuments))
    case .likelihood(let mu, _): DirichletLikelihood(mu: mu, collection).probability(term)
    }
  }

  /// What a length becomes in the formula.
  func norm(length: Float, in collection: LexicalStatistics) -> Double {
    switch family {
    case .saturating(let variant): 1 / Double(SaturationModel(variant, collection).lengths.norm(of: length))
    case .likelihood(let mu, _): DirichletLikelihood(mu: mu, collection).lengths.norm(of: length)
    }
  }
}
