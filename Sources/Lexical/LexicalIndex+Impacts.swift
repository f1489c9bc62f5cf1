internal import Bytes
public import Ranking

extension LexicalIndex {
  /// The best documents of an index of impacts: higher float32 score first, ties by external id. A document's score is the sum of the
  /// query's weights times its impacts, in float32 products that are summed in double.
  /// - Parameters:
  ///   - terms: no term twice; terms that no document contains are passed over.
  ///   - hits: how many at most; 0 or less gives none.
  /// - Throws: `LexicalError.holdsTexts` for an index of texts, `.badParameter` for a weight that is not above 0 and finite, or whose product
  ///   with the greatest impact is not finite, and `.corrupt`.
  public func search(
    impacts terms: [WeightedTerm], hits: Int, method: SearchMethod = .maxScore
  ) throws(LexicalError) -> [Hit] {
    guard impacts != nil else { throw .holdsTexts }
    let scratch = Scratch()
    let capacity = max(0, min(hits, statistics.documents))
    let work = HitSearch(method: method, capacity: capacity, tieRanks: tieRanks, scratch: scratch)
    return try work.outcome(of: impactCursors(terms, capacity > 0, scratch))
  }

  /// Cursors over those terms that occur; none unless they are `wanted`, but weights are checked all the same.
  private func impactCursors(
    _ terms: [WeightedTerm], _ wanted: Bool, _ scratch: Scratch
  ) throws(LexicalError) -> [QueryCursor<ImpactScorer>] {
    var cursors: [QueryCursor<ImpactScorer>] = []
    for (place, term) in terms.enumerated() {
      guard term.weight > 0, (term.weight * Float(ImpactVector.greatestImpact)).isFinite else {
        throw .badParameter(name: "weight of '\(term.term)'", value: term.weight)
      }
      guard wanted, let entry = try find(term.term) else { continue }
      let cursor = try TermCursor(list(entry), ImpactScorer(weight: term.weight), scratch)
      cursors.append(QueryCursor(place: place, cursor: cursor))
    }
    return Self.ordered(cursors)
  }

  /// The distinct words between white space, byte for byte, weighted by their counts, in order of first appearance: queries of an index of
  /// impacts in which every term is written out as often as it weighs (Anserini's topics for `-impact -pretokenized`).
  public static func writtenOutTerms(of text: [UInt8]) -> [WeightedTerm] {
    var terms: [WeightedTerm] = []
    var places: [ByteString: Int] = [:]
    for word in text.split(whereSeparator: { $0 == 32 || ($0 >= 9 && $0 <= 13) }) {
      let term = ByteString(word)
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
