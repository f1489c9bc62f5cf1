import Foundation
import TestSupport
import Testing

/// Random queries against one collection in indexes that were built in different ways: all of them write the same bytes.
@Suite(.serialized) struct `Runs of one collection` {
  /// Where the collection, its queries and its indexes lie.
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func winnow(_ arguments: String) throws -> WinnowProcess.Result {
    try WinnowProcess.shell("cd '\(folder.path)' && \"$WINNOW\" \(arguments) --quiet")
  }

  private func build(_ index: String, _ arguments: String) throws {
    let result = try winnow("index \(index) \(arguments)")
    #expect(result.status == 0, "\(index): \(result)")
  }

  private func run(_ index: String, _ arguments: String, threads: Int) throws -> String {
    let result = try winnow("search \(index) --output - --threads \(threads) \(arguments)")
    #expect(result.status == 0, "\(index), \(arguments): \(result.error)")
    return result.output
  }

  private func write(_ lines: [String], to name: String) throws {
    try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: name)
  }

  /// The least ceiling, which the command names when it is given too little: a build under it takes several batches.
  private func leastMemory(_ docs: String) throws -> String {
    let words = try winnow("index none --collection \(docs) --threads 4 --memory 1M").error.split(whereSeparator: \.isWhitespace)
    return String(try #require(words.lastIndex(of: "--memory").flatMap { words.dropFirst($0 + 1).first }))
  }

  /// A word: a few frequent ones, many rare ones.
  private func word(_ random: inout SeededGenerator) -> String {
    let uniform = Double.random(in: 0..<1, using: &random)
    return "w\(Int(20_000 * uniform * uniform * uniform * uniform))"
  }

  /// Two files of documents under shuffled ids; every fourth document repeats one of twenty, so that ties are common.
  private func writeCollection(_ random: inout SeededGenerator) throws {
    func text() -> String { (0..<Int.random(in: 0...70, using: &random)).map { _ in word(&random) }.joined(separator: " ") }
    let repeated = (0..<20).map { _ in text() }
    let ids = (0..<24_000).shuffled(using: &random)
    let lines = ids.map { id in "d\(id)\t\(id % 4 == 0 ? repeated[id / 4 % 20] : text())" }
    try write(Array(lines.prefix(9000)), to: "1.tsv")
    try write(Array(lines.dropFirst(9000)), to: "2.tsv")
  }

  /// Queries of one to nine words, of stop words alone, of words that are nowhere, and of a thousand words.
  private func queries(_ random: inout SeededGenerator) -> [String] {
    let hard = ["the of and", "nowhere", "w0 w0 w0 the w1", (0..<1000).map { "w\($0 * 3)" }.joined(separator: " ")]
    let others = (0..<36).map { _ in
      (0..<Int.random(in: 1...9, using: &random)).map { _ in word(&random) }.joined(separator: " ")
    }
    return (hard + others).shuffled(using: &random).enumerated().map { "q\($0)\t\($1)" }
  }

  /// The first lines of each query.
  private func cut(_ run: String, hits: Int) -> [Substring] {
    var (query, count) = (Substring(), 0)
    return run.split(separator: "\n").filter { line in
      let next = line.prefix { $0 != " " }
      count = next == query ? count + 1 : 1
      query = next
      return count <= hits
    }
  }

  private static let models = [
    "", "--exact-lengths", "--k1 0 --b 1", "--k1 1.2 --b 0.75", "--scoring bm25+", "--scoring bm25l --exact-lengths",
    "--scoring atire",
    "--scoring robertson", "--scoring qld --mu 50", "--rm3", "--rocchio",
  ]

  @Test func `do not depend on threads, batches, order, stored texts or the other queries`() throws {
    var random = SeededGenerator(seed: 41)
    try writeCollection(&random)
    let docs = "1.tsv 2.tsv"
    let memory = try leastMemory(docs)
    try build("one", "--collection \(docs) --threads 1")
    try build("batches", "--collection \(docs) --threads 4 --memory \(memory)")
    try build("reordered", "--collection \(docs) --threads 2 --reorder")
    try build("bare", "--collection \(docs) --threads 2 --no-store-text --reorder")
    for model in Self.models {
      let queries = queries(&random)
      try write(queries, to: "all.tsv")
      try write(Array(queries.prefix(17)), to: "first.tsv")
      try write(Array(queries.dropFirst(17)), to: "rest.tsv")
      let hits = try #require([1, 2, 10, 100, 1000].randomElement(using: &random))
      let deep = try run("one", "--queries all.tsv --hits 5000 \(model)", threads: 2)
      let expected = try run("one", "--queries all.tsv --hits \(hits) \(model)", threads: 1)
      #expect(expected.count > 1000 && cut(deep, hits: hits) == expected.split(separator: "\n"), "\(model), \(hits) of 5000 hits")
      for index in ["one", "batches", "reordered", "bare"] where index != "bare" || !["--rm3", "--rocchio"].contains(model) {
        let found = try run(index, "--queries all.tsv --hits \(hits) \(model)", threads: 2)
        #expect(found == expected, "\(index), \(model), \(hits) hits")
      }
      let halves = try ["first", "rest"].map { try run("reordered", "--queries \($0).tsv --hits \(hits) \(model)", threads: 1) }
      #expect(halves.joined() == expected, "\(model), \(hits) hits, the queries in two files")
    }
  }

  @Test func `of impacts do not depend on threads, batches or order`() throws {
    var random = SeededGenerator(seed: 42)
    let lines = (0..<9000).shuffled(using: &random).map { id in
      var weights: [String: Int] = [:]
      for _ in 0..<Int.random(in: 0...40, using: &random) { weights[word(&random)] = Int.random(in: 1...255, using: &random) }
      let vector = weights.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \(id % 3 == 0 ? 7 : $0.value)" }
      return "{\"id\": \"d\(id)\", \"contents\": \"\", \"vector\": {\(vector.joined(separator: ", "))}}"
    }
    try write(lines, to: "1.jsonl")
    try write(queries(&random), to: "all.tsv")
    try build("one", "--collection 1.jsonl --impacts --threads 1")
    try build("four", "--collection 1.jsonl --impacts --threads 4")
    try build("reordered", "--collection 1.jsonl --impacts --threads 2 --reorder")
    for hits in [1, 10, 333, 9000] {
      let expected = try run("one", "--queries all.tsv --hits \(hits)", threads: 1)
      #expect(!expected.isEmpty)
      for index in ["one", "four", "reordered"] {
        #expect(try run(index, "--queries all.tsv --hits \(hits)", threads: 2) == expected, "\(index), \(hits) hits")
      }
    }
  }
}
