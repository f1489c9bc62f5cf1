internal import Parallelism
public import Ranking
internal import Storage
public import Tensors

/// What a search over vectors is given beside the queries.
public struct FlatSearchOptions: Sendable {
  /// Hits a query.
  public var hits: Int
  /// Threads; the result does not depend on it.
  public var threads: Int
  /// The kernels to use.
  public var instructionSet: InstructionSet

  /// Options.
  public init(hits: Int, threads: Int, instructionSet: InstructionSet) {
    self.hits = hits
    self.threads = threads
    self.instructionSet = instructionSet
  }
}

extension VectorSet {
  /// Queries that are searched together: each row of vectors that comes into the cache serves all of them.
  static let queriesPerGroup = 64
  /// Rows of vectors a product takes at a time; with 64 queries their scores fill 64 KiB.
  static let rowsPerTile = 256

  /// Exact search by inner product: the best hits of every query, over all vectors.
  ///
  /// Scores are float32 sums in the kernels' order: the same bits for any number of queries and threads on one instruction-set path.
  /// - Parameters:
  ///   - queries: query vectors, row-major, `description.dimension` numbers each.
  ///   - tieRanks: for each document its place in the byte order of external ids; equal scores are ordered by it.
  /// - Returns: one ranking a query, best first.
  /// - Throws: `DenseError.dimension`, `.queryNotFinite`, `.damaged` when there is not one tie rank a vector.
  public func search(_ queries: [Float], tieRanks: [UInt32], options: FlatSearchOptions) throws -> [[Hit]] {
    let dimension = description.dimension
    guard queries.count % dimension == 0 else {
      throw DenseError.dimension(expected: dimension, found: queries.count % dimension)
    }
    if let bad = queries.firstIndex(where: { !$0.isFinite }) { throw DenseError.queryNotFinite(query: bad / dimension) }
    guard tieRanks.count == description.count else {
      throw DenseError.damaged(set: name.text, reason: "\(description.count) vectors for \(tieRanks.count) documents")
    }
    let total = queries.count / dimension
    let groups = (total + Self.queriesPerGroup - 1) / Self.queriesPerGroup
    guard groups > 0 else { return [] }
    // Few groups leave threads idle, so each is cut into ranges of slabs; a top-k of a strict total order does not depend on the cut.
    let parts = max(1, min(slabs.count, (2 * options.threads + groups - 1) / groups))
    let found = try mapBlocks(count: groups * parts, threads: options.threads) { block in
      let first = block / parts * Self.queriesPerGroup
      let count = min(Self.queriesPerGroup, total - first)
      let packed = PackedMatrix(
        queries.span.extracting(first * dimension..<(first + count) * dimension), count: count, width: dimension,
        for: options.instructionSet)
      let part = block % parts
      return self.scan(slabs.count * part / parts..<slabs.count * (part + 1) / parts, packed, tieRanks, hits: options.hits)
    }
    return (0..<total).map { query in
      let group = query / Self.queriesPerGroup
      return merge((0..<parts).map { found[group * parts + $0][query % Self.queriesPerGroup] }, tieRanks, hits: options.hits)
    }
  }

  /// The best hits of a group of queries over some slabs.
  private func scan(_ range: Range<Int>, _ queries: PackedMatrix, _ tieRanks: [UInt32], hits: Int) -> [[Hit]] {
    var best = Array(repeating: TopK(capacity: hits), count: queries.count)
    var scores = Matrix(rows: Self.rowsPerTile, columns: queries.count)
    for slab in range {
      let extent = slabs[slab]
      for start in stride(from: 0, to: extent.itemCount, by: Self.rowsPerTile) {
        let count = min(Self.rowsPerTile, extent.itemCount - start)
        multiply(extent, start..<start + count, queries, into: &scores)
        offer(scores.elements, first: Int(extent.firstItem) + start, rows: count, tieRanks, to: &best)
      }
    }
    return best.map { $0.ranked() }
  }

  /// Scores of some rows of a slab (rows x queries) into the first rows of a matrix.
  private func multiply(_ slab: MappedExtent, _ rows: Range<Int>, _ queries: PackedMatrix, into scores: inout Matrix) {
    let vectors = RowDecoder.floats(slab, rows, layout)
    var all = scores.mutableElements
    var target = all._mutatingExtracting(0..<rows.count * queries.count)
    queries.multiply(vectors.span, into: &target)
  }

  /// Offers a tile of scores (rows x queries) to the queries' selections.
  private func offer(_ scores: Span<Float>, first: Int, rows: Int, _ tieRanks: [UInt32], to best: inout [TopK]) {
    for query in best.indices {
      var threshold = best[query].threshold
      for row in 0..<rows {
        let score = scores[row * best.count + query]
        if score >= threshold {
          best[query].offer(document: UInt32(truncatingIfNeeded: first + row), score: score, tie: tieRanks[first + row])
          threshold = best[query].threshold
        }
      }
    }
  }

  private func merge(_ parts: [[Hit]], _ tieRanks: [UInt32], hits: Int) -> [Hit] {
    if parts.count == 1 { return parts[0] }
    var best = TopK(capacity: hits)
    for hit in parts.joined() {
      best.offer(document: hit.document.value, score: hit.score, tie: tieRanks[Int(hit.document.value)])
    }
    return best.ranked()
  }
}
