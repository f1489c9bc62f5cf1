import Bytes
import Files
import Foundation
import Pipelines
import TestSupport
import Testing
import Transformers

private func source(_ name: String) throws -> String {
  let path = SharedData.projectRoot.appendingPathComponent("Pipelines/\(name).yaml").path
  return String(decoding: try readWhole(path: path), as: UTF8.self)
}

@Test func `the dense pipeline of the whole MS MARCO collection is read, and is skipped where the collection is not`() throws {
  let folder = try TemporaryFolder()
  let configuration = try PipelineConfiguration(text: source("msmarco-passage-dense"), file: folder.file("Pipelines/p.yaml"))
  let runner = PipelineRunner(configuration: configuration, output: folder.file("results"))
  let plan = runner.plan()
  for part in ["msmarco-passage/collection.tsv: MISSING", "queries dev ", "measures RR@10, RR@100", "3 expected values"] {
    #expect(plan.contains(part), "\(plan)")
  }
  guard case .skipped(let missing) = try runner.run() else { return #expect(Bool(false), "ran") }
  #expect(missing.hasSuffix("msmarco-passage/collection.tsv"))
}

@Test func `the dense pipeline of the pool tunes on DL19 and marks it`() throws {
  let folder = try TemporaryFolder()
  let configuration = try PipelineConfiguration(text: source("msmarco-pool-dense"), file: folder.file("Pipelines/p.yaml"))
  let plan = PipelineRunner(configuration: configuration, output: folder.file("results")).plan()
  #expect(plan.contains("system Hybrid: fuse (weights tuned on DL19)") && plan.contains("30 expected values"), "\(plan)")
}

/// A made-up collection under the names and in the formats of the whole one's files, and a tiny encoder in its model's place.
private struct StandIn {
  let folder: TemporaryFolder
  /// Of each query the rank of the passage that it is judged by.
  let ranks: [Int]
  private let passages: [String]
  private let queries: [String]

  init() throws {
    folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 41)
    let words = ["cat", "dog", "car", "red", "the", "house", "tree", "runs", "quick", "old", "river", "stone", "blue", "a"]
    func text(_ count: Int) -> String {
      (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &generator)] }.joined(separator: " ")
    }
    passages = (0..<600).map { _ in text(Int.random(in: 3...20, using: &generator)) }
    queries = (0..<40).map { _ in text(3) }
    for name in ["project/Pipelines", "msmarco-passage"] {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
    }
    let (model, tiny) = (folder.file("project/Pipelines/tiny"), "Tests/TransformersTests/Goldens/tiny-encoder")
    try FileManager.default.copyItem(atPath: SharedData.projectRoot.appendingPathComponent(tiny).path, toPath: model)
    let judged = try StandIn.judged(passages, queries, by: TextEncoder(folder: model))
    ranks = judged.map(\.rank)
    try write("collection.tsv", passages.enumerated().map { "\($0)\t\($1)\n" })
    try write("queries.dev.small.tsv", queries.enumerated().map { "\(1000 + $0)\t\($1)\n" })
    try write("qrels.dev.small.tsv", judged.enumerated().map { "\(1000 + $0)\t0\t\($1.passage)\t1\n" })
  }

  private func write(_ name: String, _ lines: [String]) throws {
    try folder.write(Array(lines.joined().utf8), to: "msmarco-passage/\(name)")
  }

  /// For the queries, passages at ranks from 1 to 196 by cosine in double precision over vectors of half precision, each the first from there on
  /// whose neighbours are not near-ties.
  private static func judged(
    _ passages: [String], _ queries: [String], by encoder: TextEncoder
  ) throws -> [(passage: Int, rank: Int)] {
    let rows = try unit(encoder.encode(passages.map { Array($0.utf8) }, prompt: .document, threads: 1), passages.count).map {
      row in
      row.map { Double(Float16($0)) }
    }
    let asked = try unit(encoder.encode(queries.map { Array($0.utf8) }, prompt: .query, threads: 1), queries.count)
    return try asked.enumerated().map { number, query in
      let cosines = rows.map { zip(query, $0).reduce(0) { $0 + Double($1.0) * $1.1 } }
      let order = cosines.indices.sorted { cosines[$0] > cosines[$1] }
      func gap(_ rank: Int) -> Double { rank == 0 ? 1 : cosines[order[rank - 1]] - cosines[order[rank]] }
      let rank = try #require((number * 5..<599).first { gap($0) > 1e-5 && gap($0 + 1) > 1e-5 })
      return (order[rank], rank + 1)
    }
  }

  /// Rows of length 1.
  private static func unit(_ values: [Float], _ count: Int) -> [[Float]] {
    let dimension = values.count / count
    return (0..<count).map { index in
      let row = values[index * dimension..<(index + 1) * dimension]
      let length = row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      return row.map { Float(Double($0) / length) }
    }
  }

  func run() throws -> (values: [String: Double], missed: [String], run: [String]) {
    let text = try source("msmarco-passage-dense").replacingOccurrences(of: "all-MiniLM-L6-v2, store", with: "./tiny, store")
      .replacingOccurrences(of: "{hits: 200}", with: "{hits: 200, model: ./tiny}")
    #expect(text.contains("{model: ./tiny") && text.contains("{hits: 200, model: ./tiny}"))
    let configuration = try PipelineConfiguration(text: text, file: folder.file("project/Pipelines/p.yaml"))
    var runner = PipelineRunner(configuration: configuration, output: folder.file("results"))
    runner.work.quiet = true
    guard case .finished(_, let missed) = try runner.run() else { return ([:], [], []) }
    let json = try JSONValue(parsing: readWhole(path: folder.file("results/metrics.json")))
    let row = json["sets"]?.array?.first?["systems"]?.array?.first?.object ?? []
    let lines = String(decoding: try folder.read("results/dev.dense.run"), as: UTF8.self).split(separator: "\n").map(String.init)
    return (row.reduce(into: [:]) { $0[$1.key.text] = $1.value.double }, missed, lines)
  }
}

@Suite struct `the dense MS MARCO pipeline over a stand-in` {
  @Test func `its files are found and read, and its values are those of cosines over all passages`() throws {
    let standIn = try StandIn()
    let (values, missed, run) = try standIn.run()
    for depth in [10, 100] {
      let expected = standIn.ranks.reduce(0) { $0 + ($1 <= depth ? 1 / Double($1) : 0) } / Double(standIn.ranks.count)
      #expect(abs((values["RR@\(depth)"] ?? -1) - expected) < 1e-12, "\(values), \(standIn.ranks)")
    }
    #expect(standIn.ranks.contains { $0 <= 10 } && standIn.ranks.contains { $0 > 100 })
    #expect(missed.count == 3 && missed.contains { $0.hasPrefix("NOT AS EXPECTED: dev Dense RR@10") }, "\(missed)")
    #expect(run.count == 40 * 200)
  }
}
