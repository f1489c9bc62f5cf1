import Bytes
import Dense
import Ranking
import Storage
import TestSupport
import Tensors
import Testing

/// A set of random vectors in every store, by every metric, with codes.
struct VectorCase: CustomStringConvertible, Sendable {
  var store: VectorStore
  var metric: VectorMetric
  var shape: String
  var description: String { "\(store) \(metric) \(shape)" }

  static let all: [VectorCase] = VectorStore.allCases.flatMap { store in
    VectorMetric.allCases.flatMap { metric in
      ["random", "clustered", "tiny", "huge", "duplicates"].compactMap { shape in
        store == .fp16 && (shape == "tiny" || shape == "huge") ? nil : VectorCase(store: store, metric: metric, shape: shape)
      }
    }
  }

  /// Rows of numbers.
  func vectors(_ count: Int, _ dimension: Int, seed: UInt64) -> [Float] {
    var random = SeededGenerator(seed: seed)
    let centres = (0..<8 * dimension).map { _ in Float.random(in: -1...1, using: &random) }
    let scale: Float = shape == "tiny" ? 1e-10 : shape == "huge" ? 1e10 : 1
    return (0..<count).flatMap { row in
      let centre = (shape == "duplicates" ? row % 5 : row % 8) * dimension
      return (0..<dimension).map { place in
        let noise = Float.random(in: -1...1, using: &random)
        switch shape {
        case "clustered": return centres[centre + place] + 0.05 * noise
        case "duplicates": return centres[centre + place]
        default: return noise * scale
        }
      }
    }
  }
}

/// A published set, with codes.
func makeSet(_ vectors: [Float], dimension: Int, _ store: VectorStore, _ metric: VectorMetric, folder: TemporaryFolder) throws
  -> VectorSet
{
  var writer = try StoreWriter(folder: folder.path)
  var set = VectorWriter(name: "test", dimension: dimension, store: store, metric: metric)
  try set.append(vectors, into: &writer)
  try set.finish(into: &writer)
  var codes = CodesWriter(name: "test", dimension: dimension, store: store, metric: metric)
  try codes.append(vectors, into: &writer)
  try codes.finish(into: &writer)
  var description = VectorSetDescription(
    count: vectors.count / dimension, dimension: dimension, store: store, metric: metric, encoder: [])
  description.hasCodes = true
  var manifest = Manifest()
  manifest.dense = ["test": description.json]
  try writer.publish(manifest)
  return try VectorSet(Snapshot(folder: folder.path), name: "test")
}

@Suite struct StoredVectorsTests {
  private static let (count, dimension, queryCount) = (1300, 37, 5)

  @Test(arguments: VectorCase.all) func `the first pass over codes leaves hits and scores as they are`(_ example: VectorCase)
    throws
  {
    let folder = try TemporaryFolder()
    let rows = example.vectors(Self.count, Self.dimension, seed: 1)
    let queries = example.vectors(Self.queryCount, Self.dimension, seed: 2)
    let set = try makeSet(rows, dimension: Self.dimension, example.store, example.metric, folder: folder)
    let ties = (0..<UInt32(Self.count)).reversed().map { $0 }
    for path in InstructionSet.available.flatMap({ [$0, $0.withoutVNNI] }) {
      for hits in [1, 10, 100] {
        var options = FlatSearchOptions(hits: hits, threads: 1, instructionSet: path)
        options.usesCodes = false
        let flat = try set.search(queries, tieRanks: ties, options: options)
        options.usesCodes = true
        let (found, statistics) = try set.searchCounting(queries, tieRanks: ties, options: options)
        #expect(found == flat, "\(path) \(path.quantizedProducts) \(hits)")
        let expected = 1300 / 3
        if example.shape == "random" { #expect(statistics.scored < Self.queryCount * expected, "\(path) \(hits)") }
        options.threads = 3
        #expect(try set.search(queries, tieRanks: ties, options: options) == flat)
      }
    }
  }

  @Test(arguments: VectorCase.all) func `flat search finds what scores in double precision find`(_ example: VectorCase) throws {
    let folder = try TemporaryFolder()
    let rows = example.vectors(200, Self.dimension, seed: 3)
    let queries = example.vectors(2, Self.dimension, seed: 4)
    let set = try makeSet(rows, dimension: Self.dimension, example.store, example.metric, folder: folder)
    for path in InstructionSet.available {
      let found = try set.search(
        queries, tieRanks: (0..<200).map { UInt32($0) },
        options: FlatSearchOptions(hits: 200, threads: 1, instructionSet: path))
      for query in 0..<2 {
        let numbers = unit(queries[query * Self.dimension..<(query + 1) * Self.dimension], example.metric)
        #expect(Set(found[query].map(\.document.value)).count == 200)
        for hit in found[query] {
          let (score, size) = twin(numbers, set.vector(of: Int(hit.document.value)).map { Double($0) }, example.metric)
          #expect(abs(Double(hit.score) - score) <= 1e-5 * size)
        }
        #expect(zip(found[query], found[query].dropFirst()).allSatisfy { $0.score >= $1.score })
      }
    }
  }

  private func unit(_ vector: ArraySlice<Float>, _ metric: VectorMetric) -> [Double] {
    let length = metric == .cosine ? vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() : 1
    return vector.map { Double($0) / length }
  }

  /// A score, and the size that its rounding is relative to.
  private func twin(_ query: [Double], _ vector: [Double], _ metric: VectorMetric) -> (Double, Double) {
    func length(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let size = length(query) * length(vector)
    guard metric == .l2 else { return (zip(query, vector).reduce(0) { $0 + $1.0 * $1.1 }, size) }
    let squares = length(query) * length(query) + length(vector) * length(vector)
    return (-zip(query, vector).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }, squares + 2 * size)
  }

  @Test(arguments: VectorStore.allCases) func `vectors come back as near as their store promises`(_ store: VectorStore) throws {
    let folder = try TemporaryFolder()
    let rows = VectorCase(store: store, metric: .ip, shape: "random").vectors(1000, 1100, seed: 8)
    let set = try makeSet(rows, dimension: 1100, store, .ip, folder: folder)
    for document in [0, 1, 511, 951, 952, 999] {
      let given = rows[document * 1100..<(document + 1) * 1100]
      let largest = given.map(abs).max() ?? 0
      for (a, b) in zip(given, set.vector(of: document)) {
        switch store {
        case .fp32: #expect(a == b)
        case .fp16: #expect(abs(a - b) <= max(abs(a) * 0x1p-11, 0x1p-25))
        case .int8: #expect(abs(a - b) <= largest / 254 * 1.0001)
        }
      }
    }
  }

  @Test(arguments: VectorMetric.allCases, [1, 16, 37, 400]) func `few queries score the same bits as many`(
    _ metric: VectorMetric, _ dimension: Int
  ) throws {
    let folder = try TemporaryFolder()
    let example = VectorCase(store: .fp32, metric: metric, shape: "random")
    let queries = example.vectors(40, dimension, seed: 6)
    let set = try makeSet(example.vectors(333, dimension, seed: 5), dimension: dimension, .fp32, metric, folder: folder)
    let ties = (0..<333).map { UInt32($0) }
    for path in InstructionSet.available {
      let options = FlatSearchOptions(hits: 333, threads: 1, instructionSet: path)
      let all = try set.search(queries, tieRanks: ties, options: options)
      for count in [1, 2, 8, 9] {
        let found = try set.search(Array(queries.prefix(count * dimension)), tieRanks: ties, options: options)
        #expect(found == Array(all.prefix(count)), "\(path) \(count)")
      }
    }
  }

  @Test(arguments: VectorCase.all) func `verify finds nothing in what was written`(_ example: VectorCase) throws {
    let folder = try TemporaryFolder()
    let rows = example.vectors(100, Self.dimension, seed: 9)
    try makeSet(rows, dimension: Self.dimension, example.store, example.metric, folder: folder).verify()
  }

  @Test func `verify finds codes of other vectors, and vectors that are not of unit length`() throws {
    let folder = try TemporaryFolder()
    let rows = VectorCase(store: .fp32, metric: .ip, shape: "random").vectors(10, 4, seed: 9)
    var writer = try StoreWriter(folder: folder.path)
    var set = VectorWriter(name: "test", dimension: 4)
    try set.append(rows, into: &writer)
    try set.finish(into: &writer)
    var codes = CodesWriter(name: "test", dimension: 4)
    try codes.append(rows.map { -$0 }, into: &writer)
    try codes.finish(into: &writer)
    var coded = VectorSetDescription(count: 10, dimension: 4, encoder: [])
    coded.hasCodes = true
    let unit = VectorSetDescription(count: 10, dimension: 4, metric: .cosine, encoder: [])
    var manifest = Manifest()
    manifest.dense = ["test": coded.json]
    try writer.publish(manifest)
    #expect { try VectorSet(Snapshot(folder: folder.path), name: "test").verify() } throws: { "\($0)".contains("its codes") }
    let other = try TemporaryFolder()
    var second = try StoreWriter(folder: other.path)
    var long = VectorWriter(name: "test", dimension: 4)
    try long.append(rows, into: &second)
    try long.finish(into: &second)
    manifest.dense = ["test": unit.json]
    try second.publish(manifest)
    #expect { try VectorSet(Snapshot(folder: other.path), name: "test").verify() } throws: { "\($0)".contains("should have 1") }
  }

  @Test func `vectors that no score can trust are refused with their document`() throws {
    let folder = try TemporaryFolder()
    var writer = try StoreWriter(folder: folder.path)
    var set = VectorWriter(name: "test", dimension: 2)
    #expect(throws: DenseError.zeroLength(document: 1)) { try set.append([1, 2, 0, 0], into: &writer) }
    #expect(throws: DenseError.length(document: 1, store: .fp32)) { try set.append([1, 2, 1e20, 0], into: &writer) }
    #expect(throws: DenseError.length(document: 0, store: .fp32)) { try set.append([1e-20, 0], into: &writer) }
    #expect(throws: DenseError.dimension(expected: 2, found: 1)) { try set.append([1, 0, 0], into: &writer) }
    var half = VectorWriter(name: "half", dimension: 2, store: .fp16)
    try half.append([1, 2, 1e6, 0], into: &writer)
    #expect(throws: DenseError.length(document: 1, store: .fp16)) { try half.finish(into: &writer) }
    for name in ["", "a\u{1}b", "a\n"] {
      var set = VectorWriter(name: ByteString(name), dimension: 2)
      #expect(throws: DenseError.name(name)) { try set.append([1, 2], into: &writer) }
    }
  }

  @Test func `a description comes back from the manifest`() throws {
    var description = VectorSetDescription(count: 3, dimension: 2, store: .int8, metric: .l2, encoder: [.init("a", "b")])
    #expect(VectorSetDescription(json: description.json) == description)
    description.hasCodes = true
    description.graph = ["m": 16]
    #expect(VectorSetDescription(json: description.json) == description)
  }
}
