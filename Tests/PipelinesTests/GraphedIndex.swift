import Bytes
import Dense
import Foundation
import Pipelines
import Storage
import Synchronization
import TestSupport

/// An index with a set of vectors `v`, made elsewhere, and the same index with a graph over it; and vectors of queries.
struct GraphedIndex {
  static let (count, dimension, queries) = (600, 24, 12)
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 11)
    func vector() -> [Float] { (0..<Self.dimension).map { _ in Float.random(in: -1...1, using: &random) } }
    try write("docs.tsv", (0..<Self.count).map { "d\($0)\tpassage \($0)\n" }.joined())
    try write("v.jsonl", (0..<Self.count).map { "{\"id\": \"d\($0)\", \"vector\": \(vector())}\n" }.joined())
    try write("q.jsonl", (0..<Self.queries).map { "{\"id\": \"q\($0)\", \"vector\": \(vector())}\n" }.joined())
    var job = IndexJob(folder: folder.file("flat"), collection: [folder.file("docs.tsv")])
    job.vectorFile = folder.file("v.jsonl")
    job.work.quiet = true
    _ = try job.run()
    try addGraph()
  }

  private func addGraph() throws {
    let snapshot = try Snapshot(folder: folder.file("flat"))
    let builder = try GraphBuilder(
      VectorSet(snapshot, name: "v"), parameters: GraphParameters(links: 4, efConstruction: 20), threads: 1)
    while try builder.step() {}
    var writer = try StoreWriter(folder: folder.file("graph"))
    for part in [Part.documents, .lexical, .dense] { try writer.copy(part, from: snapshot) }
    var manifest = snapshot.manifest
    var description = try VectorSet(snapshot, name: "v").description
    description.graph = try builder.finish(name: "v", into: &writer)
    manifest.dense = ["v": description.json]
    try writer.publish(manifest)
  }

  /// The queries' vectors, row by row, as the file has them.
  func vectors() throws -> [Float] {
    struct Line: Decodable { let vector: [Float] }
    return try folder.read("q.jsonl").split(separator: 10).flatMap { try JSONDecoder().decode(Line.self, from: Data($0)).vector }
  }

  func write(_ name: String, _ text: String) throws { try folder.write(Array(text.utf8), to: name) }

  /// A search of the index `flat` or `graph` with all queries' vectors.
  func job(_ index: String, output: String = "a.run", _ change: (inout SearchSettings) -> Void = { _ in }) -> SearchJob {
    var job = SearchJob(index: folder.file(index), queries: "", output: folder.file(output))
    job.settings.method = .dense
    job.settings.queryVectors = folder.file("q.jsonl")
    job.settings.hits = 20
    job.work.quiet = true
    job.overwrite = true
    change(&job.settings)
    return job
  }

  /// Rows of the run that a job makes, and its notes but for the last, which tells the time.
  func run(_ job: SearchJob) throws -> (rows: [String], notes: [String]) {
    var job = job
    let notes = Mutex<[String]>([])
    job.work.note = { note in notes.withLock { $0.append(note) } }
    _ = try job.run()
    let name = job.output.split(separator: "/").last.map(String.init) ?? ""
    let rows = String(decoding: try folder.read(name), as: UTF8.self).split(separator: "\n").map(String.init)
    return (rows, notes.withLock { $0.filter { !$0.contains(" a second); run: ") } })
  }
}
