import Bytes
import Dense
import Ranking
import Storage
import TestSupport
import Tensors

/// Vectors around a few centres.
func clusteredVectors(_ count: Int, _ dimension: Int, clusters: Int, seed: UInt64) -> [Float] {
  var random = SeededGenerator(seed: seed)
  let centres = (0..<clusters * dimension).map { _ in Float.random(in: -1...1, using: &random) }
  return (0..<count).flatMap { row -> [Float] in
    let centre = Int.random(in: 0..<clusters, using: &random) * dimension
    return (0..<dimension).map { centres[centre + $0] + Float.random(in: -0.5...0.5, using: &random) }
  }
}

/// A published set with a graph over its vectors.
struct GraphedSet {
  let folder = try! TemporaryFolder()
  let set: VectorSet
  let digest: String

  init(
    _ vectors: [Float], dimension: Int, store: VectorStore = .fp32, metric: VectorMetric = .ip,
    parameters: GraphParameters = GraphParameters(links: 8, efConstruction: 60), threads: Int = 2,
    interruptedBehind steps: Int? = nil
  ) throws {
    let plain = try TemporaryFolder()
    let source = try makeSet(vectors, dimension: dimension, store, metric, folder: plain)
    var builder = try GraphBuilder(source, parameters: parameters, threads: threads)
    if let steps {
      for _ in 0..<steps { _ = try builder.step() }
      var image: [UInt8] = []
      builder.forEachImagePart { part in unsafe part.withUnsafeBytes { unsafe image.append(contentsOf: $0) } }
      builder = try GraphBuilder(source, parameters: parameters, threads: threads)
      try unsafe builder.resume(from: image.span.bytes)
    }
    while try builder.step() {}
    var writer = try StoreWriter(folder: folder.path)
    try writer.copy(.dense, from: Snapshot(folder: plain.path))
    var description = source.description
    description.graph = try builder.finish(name: "test", into: &writer)
    var manifest = Manifest()
    manifest.dense = ["test": description.json]
    try writer.publish(manifest)
    let snapshot = try Snapshot(folder: folder.path)
    set = try VectorSet(snapshot, name: "test")
    digest = snapshot.manifest.contents.digest
  }

  var ties: [UInt32] { (0..<UInt32(set.description.count)).reversed() }

  func search(
    _ queries: [Float], hits: Int, ef: Int, threads: Int = 1, path: InstructionSet = InstructionSet.available[0],
    allowed: AllowedDocuments? = nil
  ) throws -> [[Hit]] {
    try set.searchGraph(
      queries, tieRanks: ties,
      options: GraphSearchOptions(hits: hits, ef: ef, threads: threads, instructionSet: path, allowed: allowed))
  }

  func exact(_ queries: [Float], hits: Int, path: InstructionSet = InstructionSet.available[0]) throws -> [[Hit]] {
    try set.search(queries, tieRanks: ties, options: FlatSearchOptions(hits: hits, threads: 1, instructionSet: path))
  }
}

/// The share of hits that two rankings have in common.
func overlap(_ found: [[Hit]], _ exact: [[Hit]]) -> Double {
  let shared = zip(found, exact).map { Set($0.map(\.document.value)).intersection($1.map(\.document.value)).count }
  return Double(shared.reduce(0, +)) / Double(max(1, exact.reduce(0) { $0 + $1.count }))
}
