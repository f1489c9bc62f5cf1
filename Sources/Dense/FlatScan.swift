internal import Ranking

/// Scores a range of vectors with a group of queries and keeps the best of each.
struct FlatScan {
  private var scorer: TileScorer
  private let tieRanks: [UInt32]
  private var best: [TopK]
  private var thresholds: [Float]
  /// Places in a tile whose scores reach the thresholds.
  private var found: [UInt32]

  init(_ set: VectorSet, _ kernels: VectorKernels, queries: ArraySlice<Float>, tieRanks: [UInt32], hits: Int) {
    scorer = TileScorer(set, kernels, queries: queries)
    self.tieRanks = tieRanks
    let count = queries.count / set.layout.dimension
    best = Array(repeating: TopK(capacity: hits), count: count)
    thresholds = best.map(\.threshold)
    found = Array(repeating: 0, count: TileScorer.rows * count + 16)
  }

  /// The best hits of every query among some rows.
  mutating func hits(_ rows: Range<Int>) -> [[Hit]] {
    let set = scorer.set
    set.forEachTile(rows, of: scorer.tileRows, rowsPerSlab: set.layout.rowsPerSlab) { slab, range, first in
      scorer.score(set.slabs[slab], range)
      offer(range.count) { UInt32(truncatingIfNeeded: first + $0) }
    }
    return best.map { $0.ranked() }
  }

  /// The best hits of every query among some documents.
  mutating func hits(among documents: ArraySlice<UInt32>) -> [[Hit]] {
    for start in stride(from: documents.startIndex, to: documents.endIndex, by: TileScorer.rows) {
      let tile = documents[start..<min(start + TileScorer.rows, documents.endIndex)]
      scorer.score(documents: tile)
      offer(tile.count) { tile[start + $0] }
    }
    return best.map { $0.ranked() }
  }

  /// Offers a tile of scores to the queries' selections: those alone that reach the thresholds from before it.
  private mutating func offer(_ rows: Int, document: (Int) -> UInt32) {
    let kernels = scorer.kernels
    let count = unsafe kernels.vectors.reaching(rows, best.count, scorer.scores, thresholds, &found)
    for place in 0..<count {
      let (row, query) = Int(found[place]).quotientAndRemainder(dividingBy: best.count)
      let document = document(row)
      best[query].offer(document: document, score: scorer.scores[Int(found[place])], tie: tieRanks[Int(document)])
      thresholds[query] = best[query].threshold
    }
  }
}

extension VectorSet {
  /// Hands over pieces of at most `size` rows, each within one slab: the slab, the rows in it, and the number of the first one.
  func forEachTile(_ rows: Range<Int>, of size: Int, rowsPerSlab: Int, _ body: (Int, Range<Int>, Int) -> Void) {
    var next = rows.lowerBound
    while next < rows.upperBound {
      let (slab, row) = next.quotientAndRemainder(dividingBy: rowsPerSlab)
      let count = min(size, rowsPerSlab - row, rows.upperBound - next)
      body(slab, row..<row + count, next)
      next += count
    }
  }
}
