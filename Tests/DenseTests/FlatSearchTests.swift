import Bytes
import Dense
import Ranking
import Storage
import Tensors
import TestSupport
import Testing

/// Small whole numbers: their products and sums are exact in float32, so every order of summation gives the same score.
private func vectors(_ count: Int, _ dimension: Int, seed: UInt64) -> [Float] {
  var random = SeededGenerator(seed: seed)
  return (0..<count * dimension).map { _ in Float(Int.random(in: -3...3, using: &random)) }
}

private func makeSet(_ vectors: [Float], dimension: Int, folder: TemporaryFolder) throws -> VectorSet {
  var writer = try StoreWriter(folder: folder.path)
  var set = VectorWriter(name: "test", dimension: dimension)
  for start in stride(from: 0, to: vectors.count, by: 7 * dimension) {
    try set.append(Array(vectors[start..<min(start + 7 * dimension, vectors.count)]), into: &writer)
  }
  try set.finish(into: &writer)
  var manifest = Manifest()
  let description = VectorSetDescription(count: vectors.count / dimension, dimension: dimension, encoder: [.init("name", "none")])
  manifest.dense = ["test": description.json]
  try writer.publish(manifest)
  return try VectorSet(Snapshot(folder: folder.path), name: "test")
}

/// The slow twin: all scores, sorted.
private func naive(_ query: ArraySlice<Float>, _ vectors: [Float], _ ties: [UInt32], hits: Int) -> [Hit] {
  let dimension = query.count
  let all = ties.indices.map { document in
    let score = zip(query, vectors[document * dimension..<(document + 1) * dimension]).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    return Hit(document: DocumentNumber(UInt32(document)), score: score)
  }
  return Array(
    all.sorted { a, b in
      a.score > b.score || (a.score == b.score && ties[Int(a.document.value)] < ties[Int(b.document.value)])
    }.prefix(hits))
}

@Test(arguments: [(1, 3, 1, 1), (500, 24, 3, 10), (1500, 8, 70, 100), (40, 385, 2, 60), (0, 16, 2, 5)])
func `flat search finds what sorting all scores finds`(count: Int, dimension: Int, queryCount: Int, hits: Int) throws {
  let folder = try TemporaryFolder()
  let rows = vectors(count, dimension, seed: 5)
  let queries = vectors(queryCount, dimension, seed: 6)
  var random = SeededGenerator(seed: 7)
  let ties = (0..<UInt32(count)).shuffled(using: &random)
  let set = try makeSet(rows, dimension: dimension, folder: folder)
  for path in InstructionSet.available {
    for threads in [1, 2, 5] {
      let found = try set.search(
        queries, tieRanks: ties, options: FlatSearchOptions(hits: hits, threads: threads, instructionSet: path))
      #expect(found.count == queryCount)
      for query in 0..<queryCount {
        #expect(
          found[query] == naive(queries[query * dimension..<(query + 1) * dimension], rows, ties, hits: hits),
          "\(path) \(threads)")
      }
    }
  }
}

@Test func `a query alone scores the same bits as in a batch`() throws {
  let folder = try TemporaryFolder()
  var random = SeededGenerator(seed: 11)
  let rows = (0..<300 * 48).map { _ in Float.random(in: -1...1, using: &random) }
  let queries = (0..<90 * 48).map { _ in Float.random(in: -1...1, using: &random) }
  let set = try makeSet(rows, dimension: 48, folder: folder)
  let ties = (0..<UInt32(300)).map { $0 }
  for path in InstructionSet.available {
    let options = FlatSearchOptions(hits: 20, threads: 2, instructionSet: path)
    let batch = try set.search(queries, tieRanks: ties, options: options)
    for query in [0, 17, 63, 64, 89] {
      #expect(try set.search(Array(queries[query * 48..<(query + 1) * 48]), tieRanks: ties, options: options) == [batch[query]])
    }
  }
}

@Test func `vectors come back as they were written`() throws {
  let folder = try TemporaryFolder()
  let rows = vectors(3000, 1100, seed: 3)  // several slabs
  let set = try makeSet(rows, dimension: 1100, folder: folder)
  for document in [0, 1, 951, 952, 953, 2999] {
    #expect(set.vector(of: document) == Array(rows[document * 1100..<(document + 1) * 1100]))
  }
}

@Test func `a vector with a NaN is refused with its document`() throws {
  let folder = try TemporaryFolder()
  var writer = try StoreWriter(folder: folder.path)
  var set = VectorWriter(name: "test", dimension: 2)
  try set.append([1, 2, 3, 4], into: &writer)
  #expect(throws: DenseError.notFinite(document: 3)) { try set.append([1, 2, .nan, 4], into: &writer) }
}

@Test func `a query with a NaN is refused, not left without hits`() throws {
  let folder = try TemporaryFolder()
  let set = try makeSet(vectors(3, 2, seed: 1), dimension: 2, folder: folder)
  let options = FlatSearchOptions(hits: 2, threads: 1, instructionSet: try InstructionSet.chosen())
  #expect(throws: DenseError.queryNotFinite(query: 1)) {
    try set.search([1, 2, .nan, 4], tieRanks: [0, 1, 2], options: options)
  }
}

@Test func `a dimension no slab can have is an error, not a trap`() throws {
  let folder = try TemporaryFolder()
  var writer = try StoreWriter(folder: folder.path)
  try writer.append(ExtentKey(.dense, "test"), itemCount: 3, payload: [UInt8](repeating: 0, count: 24))
  var manifest = Manifest()
  manifest.dense = ["test": VectorSetDescription(count: 3, dimension: .max / 2, encoder: []).json]
  try writer.publish(manifest)
  #expect { try VectorSet(Snapshot(folder: folder.path), name: "test") } throws: { "\($0)".contains("no set has vectors") }
}

@Test func `an unknown set is an error that lists the known ones`() throws {
  let folder = try TemporaryFolder()
  _ = try makeSet(vectors(3, 4, seed: 1), dimension: 4, folder: folder)
  #expect(throws: DenseError.noSuchSet(name: "other", known: ["test"])) {
    try VectorSet(Snapshot(folder: folder.path), name: "other")
  }
}
