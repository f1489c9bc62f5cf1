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
  ///   - model: what a posting scores; documents with a score of 0 are hits too, if they contain a term.
  /// - Throws: `LexicalError.badParameter`, or `.corrupt` when the stored bytes contradict themselves.
  public func search(
    _ terms: [WeightedTerm], hits: Int, model: ScoringModel, method: SearchMethod = .maxScore
  ) throws(LexicalError) -> [Hit] {
    let scratch = Scratch()
    let capacity = max(0, min(hits, statistics.documents))
    let work = HitSearch(method: method, capacity: capacity, tieRanks: tieRanks, scratch: scratch)
    return try perform(work, on: terms, model, scratch)
  }

  /// The same by BM25.
  public func search(
    _ terms: [WeightedTerm], hits: Int, parameters: BM25Parameters = BM25Parameters(), method: SearchMethod = .maxScore
  ) throws(LexicalError) -> [Hit] {
    try search(terms, hits: hits, model: .bm25(parameters), method: method)
  }
}

/// The best of all documents that a query's cursors find.
struct HitSearch: CursorWork {
  let method: SearchMethod
  let capacity: Int
  let tieRanks: ByteRegion
  let scratch: Scratch

  func outcome<Scorer: TermScorer>(of cursors: [QueryCursor<Scorer>]) throws(LexicalError) -> [Hit] {
    if cursors.isEmpty || capacity == 0 { return [] }
    var selection = HitSelection(capacity: capacity, tieRanks: tieRanks, scratch)
    switch method {
    case .maxScore:
      var search = MaxScore(cursors.map(\.cursor), scratch)
      try search.search(into: &selection)
    case .exhaustive:
      var cursors = cursors.map(\.cursor)
      try Exhaustive.search(&cursors, into: &selection, scratch)
    }
    return selection.ranked()
  }
}

extension LexicalIndex {
  /// The best documents for a text, analysed as documents are; a term that occurs n times has weight n.
  /// A text without terms has no hits.
  public func search(
    _ text: [UInt8], hits: Int, model: ScoringModel, method: SearchMethod = .maxScore
  ) throws(LexicalError) -> [Hit] {
    try search(Self.terms(of: text), hits: hits, model: model, method: method)
  }

  /// The same by BM25.
  public func search(
    _ text: [UInt8], hits: Int, parameters: BM25Parameters = BM25Parameters(), method: SearchMethod = .maxScore
  ) throws(LexicalError) -> [Hit] {
    try search(text, hits: hits, model: .bm25(parameters), method: method)
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
