import Bytes
import Dense
import Ranking
import Storage
import TestSupport
import Tensors
import Testing

@Suite struct `graphs` {
  private static let (dimension, count) = (24, 900)
  private static let vectors = clusteredVectors(count, dimension, clusters: 12, seed: 1)
  private static let queries = clusteredVectors(20, dimension, clusters: 12, seed: 1)

  @Test func `links are those of the slow twin`() throws {
    var random = SeededGenerator(seed: 5)
    let rows = (0..<700).map { _ in [127] + (0..<15).map { _ in Int.random(in: -60...60, using: &random) } }
    let parameters = GraphParameters(links: 4, efConstruction: 24, seed: 7)
    let naive = NaiveGraph(rows, parameters)
    let graphed = try GraphedSet(rows.flatMap { $0.map { Float($0) } }, dimension: 16, parameters: parameters)
    #expect(naive.levels.count >= 4)
    for level in naive.levels.indices.dropFirst() {
      #expect(graphed.set.graphLinks(level: level) == naive.levels[level], "level \(level)")
    }
    // On level 0 documents that nothing leads to get one link more, from a node that has room.
    let unreached = naive.unreached
    var added: [UInt32] = []
    for (links, expected) in zip(graphed.set.graphLinks(level: 0), naive.levels[0]) {
      #expect(links.starts(with: expected) && links.count <= 2 * parameters.links)
      added += links.dropFirst(expected.count)
    }
    #expect(!added.isEmpty && Set(added).count == added.count && unreached.isSuperset(of: added))
    try graphed.set.verifyGraph()
  }

  @Test func `a graph has the same bits for any threads`() throws {
    let digests = try [1, 2, 3, 5].map { try GraphedSet(Self.vectors, dimension: Self.dimension, threads: $0).digest }
    #expect(Set(digests).count == 1)
  }

  @Test func `a build goes on behind any batch with the same result`() throws {
    let whole = try GraphedSet(Self.vectors, dimension: Self.dimension).digest
    for steps in [0, 1, 2, 5, 7, 12, 19, 100] {
      #expect(try GraphedSet(Self.vectors, dimension: Self.dimension, interruptedBehind: steps).digest == whole, "\(steps)")
    }
  }

  @Test func `states of other graphs are refused`() throws {
    let folder = try TemporaryFolder()
    let set = try makeSet(Self.vectors, dimension: Self.dimension, .fp32, .ip, folder: folder)
    let builder = try GraphBuilder(set, parameters: GraphParameters(links: 8, efConstruction: 60), threads: 1)
    _ = try builder.step()
    var image: [UInt8] = []
    builder.forEachImagePart { part in unsafe part.withUnsafeBytes { unsafe image.append(contentsOf: $0) } }
    let other = try GraphBuilder(set, parameters: GraphParameters(links: 8, efConstruction: 61), threads: 1)
    #expect(throws: DenseError.self) { try other.resume(from: unsafe image.span.bytes) }
    image.removeLast()
    let same = try GraphBuilder(set, parameters: GraphParameters(links: 8, efConstruction: 60), threads: 1)
    #expect(throws: DenseError.self) { try same.resume(from: unsafe image.span.bytes) }
  }

  static let kinds = VectorStore.allCases.flatMap { store in VectorMetric.allCases.map { (store, $0) } }

  @Test(arguments: kinds) func `hits are the flat search's`(store: VectorStore, metric: VectorMetric) throws {
    let graphed = try GraphedSet(Self.vectors, dimension: Self.dimension, store: store, metric: metric)
    try graphed.set.verifyGraph()
    for path in InstructionSet.available {
      let exact = try graphed.exact(Self.queries, hits: 10, path: path)
      let found = try graphed.search(Self.queries, hits: 10, ef: 100, path: path)
      #expect(overlap(found, exact) >= 0.99)
      let scores = Dictionary(
        uniqueKeysWithValues: try graphed.exact(Array(Self.queries[..<Self.dimension]), hits: Self.count, path: path)[0].map {
          ($0.document, $0.score)
        })
      for hit in found[0] { #expect(scores[hit.document] == hit.score) }
      #expect(try graphed.search(Self.queries, hits: 10, ef: 100, threads: 3, path: path) == found)
      #expect(try graphed.search(Self.queries, hits: 10, ef: Self.count, path: path) == exact)
    }
  }

  @Test func `more hits than ef, and more than vectors, are found`() throws {
    let graphed = try GraphedSet(Self.vectors, dimension: Self.dimension, metric: .cosine)
    let found = try graphed.search(Self.queries, hits: 50, ef: 1)
    #expect(found.allSatisfy { $0.count == 50 })
    #expect(overlap(found, try graphed.exact(Self.queries, hits: 50)) > 0.9)
    #expect(try graphed.search(Self.queries, hits: 5000, ef: 10) == graphed.exact(Self.queries, hits: 5000))
  }

  @Test(arguments: [0, 1, 2, 3, 9, 65]) func `small graphs are searched exactly`(count: Int) throws {
    let graphed = try GraphedSet(Array(Self.vectors[..<(count * Self.dimension)]), dimension: Self.dimension)
    try graphed.set.verifyGraph()
    let exact = try graphed.exact(Self.queries, hits: 10)
    #expect(
      try graphed.search(Self.queries, hits: 10, ef: 100)
        == (count == 0 ? Self.queries.indices.prefix(20).map { _ in [] } : exact))
  }

  @Test(arguments: [1, 3]) func `equal vectors are all reached`(distinct: Int) throws {
    let rows = (0..<400).flatMap { row in (0..<8).map { Float(row % distinct == $0 ? 2 : 1) } }
    let graphed = try GraphedSet(rows, dimension: 8, parameters: GraphParameters(links: 3, efConstruction: 10))
    try graphed.set.verifyGraph()
    let query = Array(rows[..<8])
    #expect(try graphed.search(query, hits: 30, ef: 30)[0].count == 30)
    #expect(try graphed.search(query, hits: 400, ef: 400) == graphed.exact(query, hits: 400))
  }

  @Test(arguments: [1, 5, 60, 450, 890, 900]) func `filters of any size give as many hits as there are`(size: Int) throws {
    let graphed = try GraphedSet(Self.vectors, dimension: Self.dimension, metric: .cosine)
    var random = SeededGenerator(seed: UInt64(size))
    let chosen = (0..<UInt32(Self.count)).shuffled(using: &random).prefix(size)
    let allowed = AllowedDocuments(chosen, of: Self.count)
    #expect(allowed.count == size && allowed.documents == chosen.sorted())
    let exact = try graphed.exact(Self.queries, hits: Self.count).map {
      Array($0.filter { allowed.contains($0.document.value) }.prefix(10))
    }
    let found = try graphed.search(Self.queries, hits: 10, ef: 100, allowed: allowed)
    for (hits, best) in zip(found, exact) {
      #expect(hits.count == best.count && hits.allSatisfy { allowed.contains($0.document.value) })
    }
    #expect(overlap(found, exact) >= 0.99)
  }

  @Test func `parameters out of range are refused`() throws {
    let folder = try TemporaryFolder()
    let set = try makeSet(Self.vectors, dimension: Self.dimension, .fp32, .ip, folder: folder)
    for (links, ef) in [(1, 10), (129, 200), (16, 15), (16, 10_001)] {
      #expect(throws: DenseError.graphParameters(links: links, efConstruction: ef)) {
        try GraphBuilder(set, parameters: GraphParameters(links: links, efConstruction: ef), threads: 1)
      }
    }
    #expect(throws: DenseError.noGraph(set: "test")) {
      let options = GraphSearchOptions(hits: 1, ef: 1, threads: 1, instructionSet: InstructionSet.available[0])
      return try set.searchGraph(Self.queries, tieRanks: (0..<900).map { $0 }, options: options)
    }
  }
}
