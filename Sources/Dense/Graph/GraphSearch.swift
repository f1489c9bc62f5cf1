internal import Parallelism
public import Ranking
internal import Synchronization
public import Tensors

/// What a search through a graph is given beside the queries.
public struct GraphSearchOptions: Sendable {
  /// Hits a query.
  public var hits: Int
  /// Nodes that a search keeps in sight: more find more of the true neighbours and take longer. Fewer than `hits` are raised to them.
  public var ef: Int
  /// Threads; the result does not depend on it.
  public var threads: Int
  /// The kernels to use.
  public var instructionSet: InstructionSet
  /// The only documents that may be hits; nil: all. Where they are few, they are searched exactly.
  public var allowed: AllowedDocuments?

  /// Options.
  public init(hits: Int, ef: Int, threads: Int, instructionSet: InstructionSet, allowed: AllowedDocuments? = nil) {
    self.hits = hits
    self.ef = ef
    self.threads = threads
    self.instructionSet = instructionSet
    self.allowed = allowed
  }

  /// `ef` when it is not chosen.
  public static func usualEf(hits: Int) -> Int { max(hits, 100) }
}

extension VectorSet {
  /// True when a graph stands beside the vectors.
  public var hasGraph: Bool { graph != nil }

  /// The links of all nodes of a level of the graph, which are numbers of nodes; on level 0 those are documents.
  package func graphLinks(level: Int) -> [[UInt32]] {
    guard let graph, level < graph.layers.count else { return [] }
    return (0..<UInt32(graph.layers[level].count)).map { graph.layers[level].links($0) }
  }

  /// Approximate search through the set's graph: the best hits of every query among the vectors that a search comes by.
  ///
  /// Scores are those of `search`, to the last bit, and so is the order of the hits that are found. The same hits for any number of queries and
  /// threads on one instruction-set path.
  /// - Parameters: as those of `search`.
  /// - Throws: what `search` throws, and `DenseError.noGraph`.
  public func searchGraph(_ queries: [Float], tieRanks: [UInt32], options: GraphSearchOptions) throws -> [[Hit]] {
    guard let graph else { throw DenseError.noGraph(set: name.text) }
    let queries = try SearchedQueries(queries, description)
    guard tieRanks.count == description.count else {
      throw DenseError.damaged(set: name.text, reason: "\(description.count) vectors for \(tieRanks.count) documents")
    }
    guard description.count > 0, options.hits > 0 else { return Array(repeating: [], count: queries.count) }
    let idle = Mutex<[GraphSearcher]>([])
    let grain = 4
    let found = try mapBlocks(count: (queries.count + grain - 1) / grain, threads: options.threads) { block in
      let searcher = idle.withLock { $0.popLast() } ?? GraphSearcher(self, graph, tieRanks, options)
      defer { idle.withLock { $0.append(searcher) } }
      return (block * grain..<min((block + 1) * grain, queries.count)).map { searcher.hits(queries[$0..<$0 + 1]) }
    }
    return found.flatMap { $0 }
  }
}

/// Searches a graph with one query at a time. One a thread.
final class GraphSearcher: @unchecked Sendable {  // handed from thread to thread, used by one at a time
  /// Nodes that are scored again beside the hits: sums in another order may have put them behind.
  private static let spare = 16

  private let set: VectorSet
  private let graph: MappedGraph
  private let options: GraphSearchOptions
  private let tieRanks: [UInt32]
  private let kernels: VectorKernels
  private let scores: StoredScores
  private let walk: GraphWalk
  private let ef: Int

  init(_ set: VectorSet, _ graph: MappedGraph, _ tieRanks: [UInt32], _ options: GraphSearchOptions) {
    self.set = set
    self.graph = graph
    self.options = options
    self.tieRanks = tieRanks
    kernels = VectorKernels(options.instructionSet)
    ef = min(Self.ef(options, of: set.description.count), set.description.count)
    let degree = graph.parameters.degree(level: 0)
    guard let scattered = GraphKernels(path: options.instructionSet.name) else {
      preconditionFailure("an instruction set that runs here has its kernels")
    }
    scores = StoredScores(MappedRows(set), scattered, set.description.metric, widest: max(64, degree))
    walk = GraphWalk(count: set.description.count, degree: degree, ef: ef)
  }

  /// With a filter, as many more as it leaves out.
  private static func ef(_ options: GraphSearchOptions, of count: Int) -> Int {
    let ef = max(options.ef, options.hits)
    guard let allowed = options.allowed else { return ef }
    let (wanted, overflow) = ef.multipliedReportingOverflow(by: count)
    return overflow ? count : wanted / max(1, allowed.count) + 1
  }

  /// The best hits of a query.
  func hits(_ query: ArraySlice<Float>) -> [Hit] {
    guard let allowed = options.allowed else { return exact(nodes(query), query) }
    let wanted = min(options.hits, allowed.count)
    // A search that would see a tenth of the collection costs more than scoring the documents that are allowed.
    if ef < set.description.count / 10 || set.description.count <= 2 * ef && allowed.count > ef {
      let found = nodes(query).filter { allowed.contains($0) }
      if found.count >= wanted { return exact(found, query) }
    }
    return best(of: allowed.documents, query)
  }

  /// The documents that a search has in sight in the end, best first.
  private func nodes(_ query: ArraySlice<Float>) -> [UInt32] {
    scores.choose(query)
    var entry = graph.entryNode
    for level in graph.layers.indices.dropFirst().reversed() {
      entry = graph.down(level, CandidatePool.node(walk.search(graph.layers[level], scores, from: [entry], ef: 1)[0]))
    }
    return walk.search(graph.layers[0], scores, from: [entry, UInt32(graph.shape.entry)] + graph.apart, ef: ef).nodes.map(\.node)
  }

  private func exact(_ nodes: [UInt32], _ query: ArraySlice<Float>) -> [Hit] {
    best(of: Array(nodes.prefix(options.hits + Self.spare)), query)
  }

  private func best(of documents: [UInt32], _ query: ArraySlice<Float>) -> [Hit] {
    var scan = FlatScan(set, kernels, queries: query, tieRanks: tieRanks, hits: options.hits)
    return scan.hits(among: documents[...])[0]
  }
}
