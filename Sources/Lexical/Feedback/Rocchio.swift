/// Rocchio: the query's vector plus the mean of the best documents' vectors, and minus that of bad ones where asked for.
///
/// Source: Rocchio, "Relevance feedback in information retrieval", 1971, as Anserini 1.7.1 computes it (`RocchioReranker`): vectors of
/// term frequencies at unit Euclidean length; of each mean the heaviest terms, again at unit length.
public struct Rocchio: Equatable, Sendable {
  /// Documents that are taken for not relevant: the last ones of a long first search.
  public struct Negatives: Equatable, Sendable {
    /// How many, from the last one up (Anserini's bottomFbDocs); at least 1.
    public var documents: Int
    /// Terms kept of their mean (bottomFbTerms); at least 1.
    public var terms: Int
    /// Hits of the search whose last ones they are (rerankCutoff; 1,000 in Anserini's published figures); at least 1.
    public var depth: Int

    /// Parameters; by default those of Anserini's published figures.
    public init(documents: Int = 10, terms: Int = 10, depth: Int = 1000) {
      self.documents = documents
      self.terms = terms
      self.depth = depth
    }
  }

  /// Documents that are taken for relevant (topFbDocs); at least 1.
  public var documents: Int
  /// Terms kept of their mean (topFbTerms); at least 1.
  public var terms: Int
  /// Weight of the query; >= 0.
  public var alpha: Float
  /// Weight of the relevant documents' mean; >= 0.
  public var beta: Float
  /// Weight of the other documents' mean; >= 0. Without negatives it has no effect.
  public var gamma: Float
  /// The documents that are taken for not relevant; none by default.
  public var negatives: Negatives?

  /// Parameters; by default Anserini's.
  public init(
    documents: Int = 10, terms: Int = 10, alpha: Float = 1, beta: Float = 0.75, gamma: Float = 0.15, negatives: Negatives? = nil
  ) {
    self.documents = documents
    self.terms = terms
    self.alpha = alpha
    self.beta = beta
    self.gamma = gamma
    self.negatives = negatives
  }

  func validate() throws(LexicalError) {
    try FeedbackRange.check("fb-docs", count: documents)
    try FeedbackRange.check("fb-terms", count: terms)
    try FeedbackRange.check("alpha", factor: alpha)
    try FeedbackRange.check("beta", factor: beta)
    try FeedbackRange.check("gamma", factor: gamma)
    guard let negatives else { return }
    try FeedbackRange.check("negative-docs", count: negatives.documents)
    try FeedbackRange.check("negative-terms", count: negatives.terms)
    try FeedbackRange.check("negative-depth", count: negatives.depth)
  }

  /// The new query of the analysed query and the terms of good and of bad documents, terms at or below weight 0 left out.
  func expand(
    _ query: [WeightedTerm], good: [[WeightedTerm]], bad: [[WeightedTerm]], _ vocabulary: inout FeedbackVocabulary
  ) throws(LexicalError) -> [WeightedTerm] {
    var original = FeatureVector(query)
    original.scale(by: Self.length(query))
    let relevant = try mean(good, terms, &vocabulary)
    let other = try mean(bad, negatives?.terms ?? 1, &vocabulary)
    var sum = FeatureVector(original.combined(with: relevant) { alpha * $0 + beta * $1 })
    for term in other.entries { sum.add(-(gamma * term.weight), to: term.term) }
    return sum.positive
  }

  /// The heaviest terms of the mean of unit vectors, at unit length.
  private func mean(
    _ documents: [[WeightedTerm]], _ count: Int, _ vocabulary: inout FeedbackVocabulary
  ) throws(LexicalError) -> FeatureVector {
    var sum = FeatureVector()
    for document in documents {
      let terms = try vocabulary.accepted(document)
      let length = Float(Self.length(terms))
      if length <= FeatureVector.empty { continue }
      for term in terms { sum.add(term.weight / length, to: term.term) }
    }
    sum.divide(by: Float(documents.count))
    sum.prune(to: count)
    sum.scale(by: Self.length(sum.entries))
    return sum
  }

  private static func length(_ terms: [WeightedTerm]) -> Double {
    terms.reduce(0.0) { $0 + Double($1.weight) * Double($1.weight) }.squareRoot()
  }
}
