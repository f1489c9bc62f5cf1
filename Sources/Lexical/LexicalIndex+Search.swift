public import Bytes
public import Ranking
internal import Text

/// How documents are found. The hits and their scores are the same.
public enum SearchMethod: String, Sendable, CaseIterable {
  /// Skips documents that cannot enter the hits.
  case maxScore
  /// Scores every document that contains a query term.
  case exhaustive
}

/// A query term as the analyser makes it, with its weight: how often it occurs in the query, or what feedback gives it.
public struct WeightedTerm: Equatable, Sendable {
  /// The term.
  public var term: ByteString
  /// Its factor; > 0.
  public var weight: Float

  /// A weighted term.
  public init(_ term: ByteString, weight: Float = 1) {
    self.term = term
    self.weight = weight
  }
}

extension LexicalIndex {
  /// The best documents for distinct terms: higher float32 score first, ties by external id.
  /// - Parameters:
  ///   - terms: no term twice; terms that no document contains are passed over.
  ///   - hits: how many at most; 0 or less gives none.
  /// - Throws: `LexicalError.badParameter`, or `.corrupt` when the stored bytes contradict themselves.
  public func search(
    _ terms: [WeightedTerm], hits: Int, parameters: BM25Parameters = BM25Parameters(), method: SearchMethod = .maxScore
  ) throws(LexicalError) -> [Hit] {
    try parameters.validate()
    for term in terms where !(term.weight > 0 && term.weight.isFinite) {
      throw .badParameter(name: "weight of '\(term.term)'", value: term.weight)
    }
    guard hits > 0, statistics.documents > 0 else { return [] }
    let scratch = Scratch()
    let model = BM25(parameters, statistics)
    var selection = HitSelection(capacity: min(hits, statistics.documents), tieRanks: tieRanks)
    switch parameters.lengths {
    case .oneByte:
      let byteScorer = ByteLengthScorer.maker(model, norms, scratch)
      try run(method, cursors(terms, model, scratch, byteScorer), into: &selection, scratch)
    case .exact, .code:
      let lengths = lengths(parameters.lengths)
      let exactScorer = { (weight: Float, _: Int) in ExactLengthScorer(weight: weight, model, lengths) }
      try run(method, cursors(terms, model, scratch, exactScorer), into: &selection, scratch)
    }
    return selection.ranked()
  }

  private func lengths(_ kind: DocumentLengths) -> ExactLengthScorer.Lengths {
    if kind == .code { return unsafe ExactLengthScorer.Lengths(start: norms.start, width: 1) }
    return unsafe ExactLengthScorer.Lengths(start: lengths.start, width: lengths.count / statistics.documents)
  }

  /// Cursors over the terms that occur, by descending maximum; equal maxima in query order. This is the order in which scores are summed.
  private func cursors<Scorer: TermScorer>(
    _ terms: [WeightedTerm], _ model: BM25, _ scratch: Scratch, _ scorer: (_ weight: Float, _ documentFrequency: Int) -> Scorer
  ) throws(LexicalError) -> [TermCursor<Scorer>] {
    var cursors: [TermCursor<Scorer>] = []
    for term in terms {
      guard let entry = try find(term.term) else { continue }
      let weight = model.weight(documentFrequency: entry.documentFrequency, boost: term.weight)
      guard weight.isFinite, weight >= 0 else { throw .badParameter(name: "weight of '\(term.term)'", value: weight) }
      cursors.append(try TermCursor(list(entry), scorer(weight, entry.documentFrequency), scratch))
    }
    let order = cursors.indices.sorted { left, right in
      cursors[left].maximum != cursors[right].maximum ? cursors[left].maximum > cursors[right].maximum : left < right
    }
    return order.map { cursors[$0] }
  }

  private func run<Cursor: WindowCursor>(
    _ method: SearchMethod, _ cursors: [Cursor], into hits: inout HitSelection, _ scratch: Scratch
  ) throws(LexicalError) {
    switch method {
    case .maxScore:
      var search = MaxScore(cursors, scratch)
      try search.search(into: &hits)
    case .exhaustive:
      var cursors = cursors
      try Exhaustive.search(&cursors, into: &hits, scratch)
    }
  }
}

extension LexicalIndex {
  /// The best documents for a text, analysed as documents are; a term that occurs n times has weight n.
  /// A text without terms has no hits.
  public func search(
    _ text: [UInt8], hits: Int, parameters: BM25Parameters = BM25Parameters(), method: SearchMethod = .maxScore
  ) throws(LexicalError) -> [Hit] {
    try search(Self.terms(of: text), hits: hits, parameters: parameters, method: method)
  }

  /// The distinct terms of a text in order of first appearance, weighted by their counts.
  public static func terms(of text: [UInt8]) -> [WeightedTerm] {
    var terms: [WeightedTerm] = []
    var places: [ByteString: Int] = [:]
    for term in EnglishAnalyzer().terms(text) {
      if let place = places[term] {
        terms[place].weight += 1
      } else {
        places[term] = terms.count
        terms.append(WeightedTerm(term))
      }
    }
    return terms
  }
}
