/// The cursor of one term of a query.
struct QueryCursor<Scorer: TermScorer> {
  /// The term's place in the query.
  let place: Int
  var cursor: TermCursor<Scorer>
}

/// What is done with the cursors of a query, whatever scores their postings.
protocol CursorWork {
  associatedtype Outcome
  /// Cursors come by descending maximum, equal maxima in query order: the order in which scores are summed.
  func outcome<Scorer: TermScorer>(of cursors: [QueryCursor<Scorer>]) throws(LexicalError) -> Outcome
}

extension LexicalIndex {
  /// Does the work with cursors over those terms that occur, their postings scored by the model.
  /// - Throws: `LexicalError.badParameter` for parameters and weights out of range, what the work throws, and `.corrupt`.
  func perform<Work: CursorWork>(
    _ work: Work, on terms: [WeightedTerm], _ model: ScoringModel, _ scratch: Scratch
  ) throws(LexicalError) -> Work.Outcome {
    guard impacts == nil else { throw .holdsImpacts }
    try model.validate()
    for term in terms where !(term.weight > 0 && term.weight.isFinite) {
      throw .badParameter(name: "weight of '\(term.term)'", value: term.weight)
    }
    switch model.family {
    case .likelihood(let mu, let lengths):
      return try perform(work, on: terms, DirichletLikelihood(mu: mu, statistics), lengths, scratch)
    case .saturating(let variant):
      let lengths = variant.parameters.lengths
      if let lucene = variant as? LuceneBM25, lengths != .oneByte {
        return try perform(work, on: terms, AccurateBM25(lucene, statistics), lengths, scratch)
      }
      return try perform(work, on: terms, SaturationModel(variant, statistics), lengths, scratch)
    }
  }

  private func perform<Work: CursorWork, Model: CollectionModel>(
    _ work: Work, on terms: [WeightedTerm], _ model: Model, _ lengths: DocumentLengths, _ scratch: Scratch
  ) throws(LexicalError) -> Work.Outcome {
    switch lengths {
    case .oneByte:
      let bytes = ByteLengths(model.lengths, norms, scratch)
      return try work.outcome(
        of: cursors(terms, model, scratch) { formula, frequency in
          ByteLengthScorer(formula, documentFrequency: frequency, bytes, scratch)
        })
    case .exact, .code:
      let stored = storedLengths(lengths)
      return try work.outcome(
        of: cursors(terms, model, scratch) { formula, _ in ExactLengthScorer<Model>(formula, model.lengths, stored) })
    }
  }

  func storedLengths(_ kind: DocumentLengths) -> StoredLengths {
    kind == .exact ? StoredLengths(norms: norms, remainders: remainders) : StoredLengths(codes: norms)
  }

  private func cursors<Model: CollectionModel, Scorer: TermScorer>(
    _ terms: [WeightedTerm], _ model: Model, _ scratch: Scratch, _ scorer: (Model.Formula, _ documentFrequency: Int) -> Scorer
  ) throws(LexicalError) -> [QueryCursor<Scorer>] {
    var cursors: [QueryCursor<Scorer>] = []
    for (place, term) in terms.enumerated() {
      guard let entry = try find(term.term) else { continue }
      let list = try list(entry)
      let formula = model.formula(entry.statistics, weight: term.weight)
      guard formula.ceiling.isFinite, formula.ceiling >= 0 else {
        throw .badParameter(name: "weight of '\(term.term)'", value: term.weight)
      }
      let cursor = try TermCursor(list, scorer(formula, entry.documentFrequency), scratch)
      cursors.append(QueryCursor(place: place, cursor: cursor))
    }
    return Self.ordered(cursors)
  }

  /// By descending maximum, equal maxima in query order.
  static func ordered<Scorer: TermScorer>(_ cursors: [QueryCursor<Scorer>]) -> [QueryCursor<Scorer>] {
    let order = cursors.indices.sorted { left, right in
      let (first, second) = (cursors[left].cursor.maximum, cursors[right].cursor.maximum)
      return first != second ? first > second : left < right
    }
    return order.map { cursors[$0] }
  }
}
