import Dense
import Ranking
import TestSupport
import Tensors
import Testing

@Suite struct `Flat search among allowed documents` {
  private static let (count, dimension) = (700, 24)

  static let cases = VectorStore.allCases.flatMap { store in VectorMetric.allCases.map { (store, $0) } }

  @Test(arguments: cases) func `hits are those of all documents without the others`(store: VectorStore, metric: VectorMetric)
    throws
  {
    let vectors = clusteredVectors(Self.count, Self.dimension, clusters: 9, seed: 3)
    let queries = clusteredVectors(20, Self.dimension, clusters: 9, seed: 4)
    let folder = try TemporaryFolder()
    let set = try makeSet(vectors, dimension: Self.dimension, store, metric, folder: folder)
    var random = SeededGenerator(seed: 5)
    let ties = (0..<UInt32(Self.count)).shuffled(using: &random)
    for path in InstructionSet.available {
      let all = try set.search(
        queries, tieRanks: ties, options: FlatSearchOptions(hits: Self.count, threads: 1, instructionSet: path))
      for size in [0, 1, 7, 191, 193, 500, Self.count] {
        let allowed = AllowedDocuments((0..<UInt32(Self.count)).shuffled(using: &random).prefix(size), of: Self.count)
        let expected = all.map { Array($0.filter { allowed.contains($0.document.value) }.prefix(10)) }
        for threads in [1, 2, 5] {
          let options = FlatSearchOptions(hits: 10, threads: threads, instructionSet: path, allowed: allowed)
          #expect(try set.search(queries, tieRanks: ties, options: options) == expected, "\(path) \(size) \(threads)")
        }
      }
    }
  }

  @Test func `several slabs and codes make no difference, and only what is allowed is scored`() throws {
    let (count, dimension) = (3000, 1100)
    var random = SeededGenerator(seed: 6)
    let vectors = (0..<count * dimension).map { _ in Float.random(in: -1...1, using: &random) }
    let folder = try TemporaryFolder()
    let set = try makeSet(vectors, dimension: dimension, .fp16, .ip, folder: folder)
    let ties = (0..<UInt32(count)).map { $0 }, queries = Array(vectors[..<(3 * dimension)])
    let allowed = AllowedDocuments((0..<UInt32(count)).filter { $0 % 7 == 3 }, of: count)
    let path = InstructionSet.available[0]
    let all = try set.search(queries, tieRanks: ties, options: FlatSearchOptions(hits: count, threads: 1, instructionSet: path))
    for threads in [1, 4] {
      let found = try set.searchCounting(
        queries, tieRanks: ties, options: FlatSearchOptions(hits: 9, threads: threads, instructionSet: path, allowed: allowed))
      #expect(found.hits == all.map { Array($0.filter { allowed.contains($0.document.value) }.prefix(9)) })
      #expect(found.statistics.scored == 3 * allowed.count)
    }
  }
}
