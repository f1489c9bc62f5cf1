internal import Ranking

/// Searches ranges of a set's vectors with groups of queries.
struct GroupSearch: Sendable {
  let set: VectorSet
  let kernels: VectorKernels
  let tieRanks: [UInt32]
  let hits: Int
  let usesCodes: Bool
  /// The only documents that are searched, ascending; nil: all.
  let allowed: [UInt32]?

  /// The best hits of every query among some rows, or among those places of the allowed documents.
  func hits(_ queries: ArraySlice<Float>, rows: Range<Int>) -> (hits: [[Hit]], statistics: FlatSearchStatistics) {
    var statistics = FlatSearchStatistics()
    guard usesCodes else {
      statistics.scored = rows.count * (queries.count / set.layout.dimension)
      var scan = scan(queries)
      return (allowed.map { scan.hits(among: $0[rows]) } ?? scan.hits(rows), statistics)
    }
    let candidates = CodePass(set: set, kernels: kernels, hits: hits).candidates(rows, queries: queries)
    let found = candidates.enumerated().map { query, documents in
      let start = queries.startIndex + query * set.layout.dimension
      var scan = scan(queries[start..<start + set.layout.dimension])
      statistics.scored += documents?.count ?? rows.count
      statistics.hopelessPasses += documents == nil ? 1 : 0
      return documents.map { scan.hits(among: $0[...])[0] } ?? scan.hits(rows)[0]
    }
    return (found, statistics)
  }

  private func scan(_ queries: ArraySlice<Float>) -> FlatScan {
    FlatScan(set, kernels, queries: queries, tieRanks: tieRanks, hits: hits)
  }
}
