internal import Bytes
internal import Dense
internal import Foundation
internal import Parallelism
internal import Ranking
internal import Storage
internal import Tensors

/// Speed and recall of searches over vectors out of files, for comparison with FAISS, hnswlib and usearch on the same files.
public struct VectorBenchmark {
  /// The vectors: `.npy`.
  public var vectors: String
  /// The query vectors: `.npy`.
  public var queries: String
  /// fp32, fp16 or int8: how the vectors are stored.
  public var store = "fp32"
  /// Whether codes for a first pass are made.
  public var codes = false
  /// Whether a graph is built and searched.
  public var graph = false
  /// Links of a node of the graph.
  public var links = 16
  /// Candidates among which links are chosen.
  public var efConstruction = 200
  /// Threads of the build. Queries are searched on one thread.
  public var threads = 1
  /// Runs of which the median is given.
  public var repeats = 5

  static let efs = [20, 50, 100, 200, 400]
  static let hits = 10

  /// A benchmark with default settings.
  public init(vectors: String, queries: String) {
    self.vectors = vectors
    self.queries = queries
  }

  /// What was measured: a line a figure.
  public func table() throws -> String {
    guard let store = VectorStore(rawValue: store) else { throw PipelinesError.input(reason: "unknown store '\(store)'") }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("winnow-bench-\(getpid())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let array = try NumPyArray(path: vectors), asked = try NumPyArray(path: queries)
    let queries = asked.values(of: 0..<asked.rows)
    var description = VectorSetDescription(count: array.rows, dimension: array.columns, store: store, encoder: [])
    description.hasCodes = codes
    try write(array, description, to: folder, graph: nil)
    let set = try VectorSet(Snapshot(folder: folder), name: "bench")
    let path = try InstructionSet.chosen()
    let peak = measureGEMM(engine: .own(path), seconds: 0.5)
    var lines = [
      "\(array.rows) vectors of \(array.columns) in \(store.rawValue); fp32 product peak \(Int(peak)) GFLOP/s a core (\(path))"
    ]
    let ties = (0..<UInt32(array.rows)).map { $0 }
    lines += try flat(set, queries, ties, path, peak)
    if graph { lines += try searchGraph(set, array, description, queries, ties, path, folder) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func write(_ array: NumPyArray, _ description: VectorSetDescription, to folder: String, graph: GraphBuilder?) throws {
    var writer = try StoreWriter(folder: folder)
    var slabs = VectorWriter(name: "bench", dimension: array.columns, store: description.store)
    var codes = CodesWriter(name: "bench", dimension: array.columns, store: description.store)
    for pass in 0..<(description.hasCodes ? 2 : 1) {
      for start in stride(from: 0, to: array.rows, by: 4096) {
        let values = array.values(of: start..<min(start + 4096, array.rows))
        if pass == 0 { try slabs.append(values, into: &writer) } else { try codes.append(values, into: &writer) }
      }
      if pass == 0 { try slabs.finish(into: &writer) } else { try codes.finish(into: &writer) }
    }
    var description = description
    description.graph = try graph?.finish(name: "bench", into: &writer)
    var manifest = Manifest()
    manifest.dense = ["bench": description.json]
    try writer.publish(manifest)
  }

  private func flat(
    _ set: VectorSet, _ queries: [Float], _ ties: [UInt32], _ path: InstructionSet, _ peak: Double
  ) throws -> [String] {
    let dimension = set.description.dimension, count = queries.count / dimension
    let options = FlatSearchOptions(hits: 100, threads: 1, instructionSet: path)
    let batch = try Timing.median(of: repeats) { _ = try set.search(queries, tieRanks: ties, options: options) }
    let work = 2 * Double(count) * Double(set.description.count) * Double(dimension) / batch / 1e9
    let singles = min(count, 50)
    let single = try Timing.median(of: repeats) {
      for query in 0..<singles {
        _ = try set.search(Array(queries[query * dimension..<(query + 1) * dimension]), tieRanks: ties, options: options)
      }
    }
    let rate = Double(singles) / single
    let bytes = Double(set.description.count * (codes ? dimension : set.layout.rowBytes)) * rate / 1e9
    return [
      "flat top-100, 1 thread, batch of \(count): \(Timing.rounded(Double(count) / batch)) queries/s"
        + (codes ? "" : ", \(Int(work)) GFLOP/s = \(Int((100 * work / peak).rounded())) % of the peak"),
      "flat top-100, 1 thread, one at a time: \(Timing.rounded(rate)) queries/s, \(Timing.rounded(bytes)) GB/s",
    ]
  }

  private func searchGraph(
    _ set: VectorSet, _ array: NumPyArray, _ description: VectorSetDescription, _ queries: [Float], _ ties: [UInt32],
    _ path: InstructionSet, _ folder: String
  ) throws -> [String] {
    let start = Progress.now()
    let builder = try GraphBuilder(
      set, parameters: GraphParameters(links: links, efConstruction: efConstruction), threads: threads)
    while try builder.step() {}
    let seconds = Progress.now() - start
    try write(array, description, to: folder, graph: builder)
    let set = try VectorSet(Snapshot(folder: folder), name: "bench")
    try set.verifyGraph()
    let exact = try set.search(
      queries, tieRanks: ties, options: FlatSearchOptions(hits: Self.hits, threads: threads, instructionSet: path))
    var lines = [
      "graph m \(links), ef-construction \(efConstruction): built in \(Timing.rounded(seconds)) s on \(threads) threads"
    ]
    for ef in Self.efs { lines.append(try line(set, queries, ties, path, ef: ef, exact: exact)) }
    return lines
  }

  private func line(
    _ set: VectorSet, _ queries: [Float], _ ties: [UInt32], _ path: InstructionSet, ef: Int, exact: [[Hit]]
  ) throws -> String {
    let options = GraphSearchOptions(hits: Self.hits, ef: ef, threads: 1, instructionSet: path)
    var found: [[Hit]] = []
    let seconds = try Timing.median(of: repeats) { found = try set.searchGraph(queries, tieRanks: ties, options: options) }
    let shared = zip(found, exact).map { Set($0.map(\.document.value)).intersection($1.map(\.document.value)).count }
    let recall = Double(shared.reduce(0, +)) / Double(max(1, exact.reduce(0) { $0 + $1.count }))
    let rate = Timing.rounded(Double(found.count) / seconds)
    return "graph top-\(Self.hits), ef \(ef), 1 thread: \(rate) queries/s, recall@\(Self.hits) \(String(format: "%.4f", recall))"
  }
}
