internal import Ranking

extension LexicalIndex {
  /// The score of a document and where it comes from. The postings are scored and summed by what scores and sums them in a search.
  /// - Parameters:
  ///   - terms: no term twice.
  ///   - document: the document's number.
  /// - Throws: `LexicalError.noDocument`, `.badParameter`, `.corrupt`.
  public func explain(
    _ terms: [WeightedTerm], document: UInt32, model: ScoringModel = .bm25()
  ) throws(LexicalError) -> ScoreExplanation {
    guard document < statistics.documents else { throw .noDocument(number: document, documents: statistics.documents) }
    let scratch = Scratch()
    let postings = try perform(DocumentPostings(document: document, scratch: scratch), on: terms, model, scratch)
    let length = storedLengths(.exact)[Int(document)]
    let scored = scoredLength(of: document, model.lengths)
    var explained: [ScoreExplanation.Term] = []
    for term in terms { explained.append(try explanation(of: term, model)) }
    for posting in postings {
      explained[posting.place].frequency = posting.frequency
      explained[posting.place].score = posting.score
    }
    return ScoreExplanation(
      model: model, length: Int(length), scoredLength: Int(scored), norm: model.norm(length: scored, in: statistics),
      terms: explained, score: postings.isEmpty ? nil : Float(postings.reduce(-0.0) { $0 + Double($1.score) }))
  }

  /// The place of a document among all that a search finds, from 1; nil when it contains none of the terms.
  public func rank(
    of document: UInt32, _ terms: [WeightedTerm], model: ScoringModel = .bm25()
  ) throws(LexicalError) -> Int? {
    var hits = min(1000, statistics.documents)
    while true {
      let found = try search(terms, hits: hits, model: model)
      if let place = found.firstIndex(where: { $0.document.value == document }) { return place + 1 }
      if found.count < hits || hits == statistics.documents { return nil }
      hits = min(10 * hits, statistics.documents)
    }
  }

  private func scoredLength(of document: UInt32, _ kind: DocumentLengths) -> Float {
    if kind == .exact { return storedLengths(.exact)[Int(document)] }
    let norm = storedLengths(.code)[Int(document)]
    return kind == .code ? norm : Float(LengthNorm.decode(UInt8(norm)))
  }

  private func explanation(of term: WeightedTerm, _ model: ScoringModel) throws(LexicalError) -> ScoreExplanation.Term {
    var explanation = ScoreExplanation.Term(term: term.term, weight: term.weight)
    if let counts = try statistics(of: term.term) {
      explanation.statistics = counts
      explanation.rarity = model.rarity(of: counts, in: statistics)
    }
    return explanation
  }
}

/// The postings of one document, in the order of summation.
private struct DocumentPostings: CursorWork {
  struct Posting {
    let place: Int
    let frequency: UInt32
    let score: Float
  }

  let document: UInt32
  let scratch: Scratch

  func outcome<Scorer: TermScorer>(of cursors: [QueryCursor<Scorer>]) throws(LexicalError) -> [Posting] {
    var postings: [Posting] = []
    for item in cursors {
      var cursor = item.cursor
      try cursor.advance(to: document)
      guard cursor.document == document else { continue }
      postings.append(Posting(place: item.place, frequency: cursor.frequency(), score: cursor.score()))
    }
    return postings
  }
}
