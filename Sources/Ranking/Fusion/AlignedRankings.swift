/// The rankings of one query side by side: every document once, with what it counts in each of them before weights.
///
/// Made once, weighed as often as wished.
public struct AlignedRankings: Sendable {
  /// The documents in the order in which they are first found.
  public private(set) var documents: [DocumentID] = []
  /// For each ranking a score a document; empty for a run without the query, which counts nothing.
  private var scores: [[Double]] = []

  /// Aligns rankings, nil where a run has not got the query. A document listed twice in one ranking counts where it first stands.
  public init(_ rankings: [[RankedDocument]?], _ normalization: ScoreNormalization, missing: MissingScore) {
    var places: [DocumentID: Int] = [:]
    var rows: [[Int]] = []
    for ranking in rankings { rows.append((ranking ?? []).map { place(of: $0.id, &places) }) }
    for (ranking, rows) in zip(rankings, rows) {
      guard let ranking else {
        scores.append([])
        continue
      }
      let normalised = normalization.apply(to: ranking.map(\.score))
      var column = Array(repeating: missing == .last ? normalised.min() ?? 0 : 0, count: documents.count)
      for (place, score) in zip(rows, normalised).reversed() { column[place] = score }
      scores.append(column)
    }
  }

  private mutating func place(of document: DocumentID, _ places: inout [DocumentID: Int]) -> Int {
    if let place = places[document] { return place }
    places[document] = documents.count
    documents.append(document)
    return documents.count - 1
  }

  /// Puts the documents into byte order of their ids, so that ties come in order of their places.
  public mutating func sortDocuments() {
    let order = documents.indices.sorted { documents[$0] < documents[$1] }
    documents = order.map { documents[$0] }
    scores = scores.map { column in column.isEmpty ? column : order.map { column[$0] } }
  }

  /// Forgets which documents they are, where only places are needed from here on.
  public mutating func forgetDocuments() { documents = [] }

  /// The weighted sum of each document, added in the order of the rankings.
  public func sums(_ weights: [Double]) -> [Double] {
    var sums: [Double] = []
    for (column, weight) in zip(scores, weights) where !column.isEmpty {
      if sums.isEmpty { sums = Array(repeating: 0, count: column.count) }
      for place in column.indices { sums[place] += weight * column[place] }
    }
    return sums
  }
}

/// The places of the `count` greatest sums, greatest first, of equal ones the first.
package func greatestPlaces(of sums: [Double], count: Int) -> [Int] {
  // Few: kept in order while the others go by. Many: sorted whole.
  guard count <= 64, count < sums.count else {
    return Array(sums.indices.sorted { sums[$0] == sums[$1] ? $0 < $1 : sums[$0] > sums[$1] }.prefix(max(0, count)))
  }
  var best: [Int] = []
  for place in sums.indices {
    let sum = sums[place]
    if best.count == count {
      guard let last = best.last, sum > sums[last] else { continue }
      best.removeLast()
    }
    var index = best.count
    while index > 0, sum > sums[best[index - 1]] { index -= 1 }
    best.insert(place, at: index)
  }
  return best
}
