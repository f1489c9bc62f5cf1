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
  /// Whether a set's eight-bit codes serve for a first pass; the result does not depend on it.
  public var usesCodes = true
  /// The only documents that are searched; nil: all.
  public var allowed: AllowedDocuments?

  /// Options.
  public init(hits: Int, threads: Int, instructionSet: InstructionSet, allowed: AllowedDocuments? = nil) {
    self.hits = hits
    self.threads = threads
    self.instructionSet = instructionSet
    self.allowed = allowed
  }
}

/// What a search did.
public struct FlatSearchStatistics: Equatable, Sendable {
  /// Vectors whose scores were computed, over all queries.
  public var scored = 0
  /// First passes over a range of codes that left too many candidates, so that all vectors of the range were scored.
  public var hopelessPasses = 0
}

extension VectorSet {
  /// Queries that are searched together: each tile of vectors that comes into the cache serves all of them.
  static let queriesPerGroup = 256
  /// Queries that pass over codes together.
  static let queriesPerPass = 32

  /// Exact search: the best hits of every query, over all vectors as they are stored, or those of the allowed documents, by the set's metric.
  ///
  /// Scores are float32 sums in the order of the numbers: the same bits for any number of queries and threads on one instruction-set
  /// path, with codes or without.
  /// - Parameters:
  ///   - queries: query vectors, row-major, `description.dimension` numbers each.
  ///   - tieRanks: for each document its place in the byte order of external ids; equal scores are ordered by it.
  /// - Returns: one ranking a query, best first.
  /// - Throws: `DenseError.dimension`, `.queryNotFinite`, `.queryLength`, `.damaged` when there is not one tie rank a vector.
  public func search(_ queries: [Float], tieRanks: [UInt32], options: FlatSearchOptions) throws -> [[Hit]] {
    try searchCounting(queries, tieRanks: tieRanks, options: options).hits
  }

  /// `search`, and what it did.
  public func searchCounting(
    _ queries: [Float], tieRanks: [UInt32], options: FlatSearchOptions
  ) throws -> (hits: [[Hit]], statistics: FlatSearchStatistics) {
    let queries = try SearchedQueries(queries, description)
    guard tieRanks.count == description.count else {
      throw DenseError.damaged(set: name.text, reason: "\(description.count) vectors for \(tieRanks.count) documents")
    }
    guard queries.count > 0 else { return ([], FlatSearchStatistics()) }
    let allowed = options.allowed?.documents
    let usesCodes = options.usesCodes && description.hasCodes && options.hits < description.count / 8 && allowed == nil
    let size = usesCodes ? Self.queriesPerPass : Self.queriesPerGroup
    let groups = (queries.count + size - 1) / size
    // Few groups leave threads idle, so each is cut into ranges of rows; a top-k of a strict total order does not depend on the cut.
    let parts = options.threads == 1 ? 1 : max(1, min(slabs.count, (2 * options.threads + groups - 1) / groups))
    let search = GroupSearch(
      set: self, kernels: VectorKernels(options.instructionSet), tieRanks: tieRanks, hits: options.hits, usesCodes: usesCodes,
      allowed: allowed)
    let found = try mapBlocks(count: groups * parts, threads: options.threads) { block in
      let (group, part) = block.quotientAndRemainder(dividingBy: parts)
      let count = allowed?.count ?? self.description.count
      return search.hits(
        queries[queries.count * group / groups..<queries.count * (group + 1) / groups],
        rows: count * part / parts..<count * (part + 1) / parts)
    }
    var hits: [[Hit]] = []
    for group in 0..<groups {
      for query in found[group * parts].hits.indices {
        hits.append(merge((0..<parts).map { found[group * parts + $0].hits[query] }, tieRanks, hits: options.hits))
      }
    }
    return (hits, found.reduce(into: FlatSearchStatistics()) { $0.add($1.statistics) })
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

extension FlatSearchStatistics {
  fileprivate mutating func add(_ other: FlatSearchStatistics) {
    scored += other.scored
    hopelessPasses += other.hopelessPasses
  }
}
