import Pipelines
import TestSupport
import Testing

@Suite struct `Searches of vectors in jobs and pipelines` {
  private let index: GraphedIndex

  init() throws { index = try GraphedIndex() }

  private func overlap(_ rows: [String], _ others: [String]) -> Double {
    func pairs(_ rows: [String]) -> Set<String> {
      Set(rows.map { $0.split(separator: " ") }.map { "\($0[0]) \($0[2])" })
    }
    return Double(pairs(rows).intersection(pairs(others)).count) / Double(max(1, others.count))
  }

  @Test func `a graph is searched unless exact is asked for, and a note says so`() throws {
    let flat = try index.run(index.job("flat"))
    #expect(flat.notes.isEmpty && flat.rows.count == 20 * GraphedIndex.queries)
    let graph = try index.run(index.job("graph"))
    #expect(graph.notes.count == 1 && graph.notes[0].contains("(ef 100)") && graph.notes[0].contains("--exact"), "\(graph.notes)")
    #expect(overlap(graph.rows, flat.rows) > 0.9)
    let exact = try index.run(index.job("graph") { $0.isExact = true })
    #expect(exact.notes.isEmpty && exact.rows == flat.rows)
    #expect(try index.run(index.job("flat") { $0.isExact = true }).rows == flat.rows)
    // A graph of few links searched with little in sight misses some.
    let few = try index.run(index.job("graph") { ($0.ef, $0.hits) = (1, 3) })
    #expect(few.rows != (try index.run(index.job("flat") { $0.hits = 3 })).rows)
    #expect(try index.run(index.job("graph") { $0.ef = GraphedIndex.count }).rows == flat.rows)
  }

  @Test func `hybrid searches go through the graph too`() throws {
    try index.write("queries.tsv", (0..<GraphedIndex.queries).map { "q\($0)\tpassage \(3 * $0)\n" }.joined())
    func run(_ name: String, _ change: (inout SearchSettings) -> Void = { _ in }) throws -> (rows: [String], notes: [String]) {
      var job = index.job(name) {
        ($0.method, $0.hits) = (.hybrid, 5)
        change(&$0)
      }
      job.queries = index.folder.file("queries.tsv")
      return try index.run(job)
    }
    let flat = try run("flat"), graph = try run("graph") { $0.ef = 5 }
    #expect(flat.notes.isEmpty && graph.notes.count == 1 && graph.notes[0].contains("(ef 5)"))
    #expect(flat.rows.count == 5 * GraphedIndex.queries && graph.rows != flat.rows)
    let exact = try run("graph") { $0.isExact = true }
    #expect(exact.rows == flat.rows && exact.notes.isEmpty)
    #expect(try run("graph") { $0.ef = GraphedIndex.count }.rows == flat.rows)
  }

  @Test func `ef below the hits is raised to them and said`() throws {
    let found = try index.run(index.job("graph") { $0.ef = 5 })
    #expect(found.notes.count == 2 && found.notes[0].contains("ef 5 is below the 20 hits") && found.notes[0].contains("ef 20"))
    #expect(found.rows == (try index.run(index.job("graph") { $0.ef = 20 })).rows)
    #expect(found.rows.count == 20 * GraphedIndex.queries)
    let many = try index.run(index.job("graph") { $0.hits = 150 })
    #expect(many.notes.count == 1 && many.notes[0].contains("(ef 150)"))
  }

  @Test func `ef for a set without a graph is refused with the command that makes one`() throws {
    #expect { try index.job("flat") { $0.ef = 50 }.run() } throws: {
      "\($0)".contains("has no graph") && "\($0)".contains("winnow index INDEX --name v --hnsw")
    }
    #expect(try !index.folder.names().contains("a.run"))
  }

  @Test func `results do not depend on threads`() throws {
    try index.write("some.txt", (0..<300).map { "d\(2 * $0)\n" }.joined())
    for name in ["flat", "graph"] {
      for filter in [nil, index.folder.file("some.txt")] {
        let runs = try [1, 2, 5].map { threads in
          var job = index.job(name) { $0.filter = filter }
          job.work.threads = threads
          return try index.run(job).rows
        }
        #expect(runs[0] == runs[1] && runs[0] == runs[2] && runs[0].count == 20 * GraphedIndex.queries)
      }
    }
  }

  @Test(arguments: [1, 15, 90, 400]) func `filters leave the hits that they allow`(size: Int) throws {
    var random = SeededGenerator(seed: UInt64(size))
    let allowed = (0..<GraphedIndex.count).shuffled(using: &random).prefix(size).map { "d\($0)" }
    try index.write("allowed.txt", allowed.map { "\($0)\n" }.joined() + "\n" + allowed[0] + "\r\n")
    let filter = index.folder.file("allowed.txt")
    let all = try index.run(index.job("flat") { $0.hits = GraphedIndex.count }).rows.map { $0.split(separator: " ") }
    let expected = (0..<GraphedIndex.queries).flatMap { query in
      all.filter { $0[0] == "q\(query)" && allowed.contains(String($0[2])) }.prefix(20).enumerated().map { number, row in
        "\(row[0]) Q0 \(row[2]) \(number + 1) \(row[4]) winnow"
      }
    }
    let flat = try index.run(index.job("flat") { $0.filter = filter })
    #expect(flat.rows == expected && flat.notes.isEmpty)
    #expect(try index.run(index.job("graph") { ($0.filter, $0.isExact) = (filter, true) }).rows == expected)
    let graph = try index.run(index.job("graph") { $0.filter = filter }).rows
    #expect(graph.count == expected.count && overlap(graph, expected) > 0.9)
    #expect(graph.allSatisfy { allowed.contains(String($0.split(separator: " ")[2])) })
  }

  @Test func `ids that the index lacks are counted, and a filter that allows nothing is refused`() throws {
    let filter = index.folder.file("f.txt")
    func search() throws -> (rows: [String], notes: [String]) { try index.run(index.job("flat") { $0.filter = filter }) }
    try index.write("f.txt", "d1\nx1\nd2\nx2\n")
    let found = try search()
    #expect(found.rows.count == 2 * GraphedIndex.queries && found.notes.count == 1)
    #expect(found.notes[0].contains("f.txt: 2 of its 4 ids are not in ") && found.notes[0].contains("'x1', line 2"))
    try index.write("f.txt", "\n\r\n")
    #expect { try search() } throws: { "\($0)".contains("f.txt: holds no ids") }
    try index.write("f.txt", "x1\nx2\n")
    #expect { try search() } throws: { "\($0)".contains("f.txt: none of its 2 ids is in ") }
    #expect { try index.job("flat") { $0.filter = "-" }.run() } throws: { "\($0)".contains("not standard input") }
    #expect { try index.job("flat") { $0.filter = "/no/such/file" }.run() } throws: { "\($0)".contains("/no/such/file") }
  }

  @Test func `another ef or filter is another recipe, the same one is up to date`() throws {
    func run(_ name: String, _ change: (inout SearchSettings) -> Void) throws -> Bool {
      var job = index.job(name, change)
      job.overwrite = false
      return try job.run()
    }
    try index.write("f.txt", "d1\nd2\n")
    let filter = index.folder.file("f.txt")
    #expect(try run("graph") { _ in })
    #expect(try !run("graph") { $0.ef = 100 })
    for (change, words) in [
      ({ $0.ef = 50 }, "dense.ef: 100, now 50"), ({ $0.isExact = true }, "dense.ef: 100, now (nothing)"),
      ({ $0.filter = filter }, "dense.filter: (nothing), now "),
    ] as [((inout SearchSettings) -> Void, String)] {
      #expect { try run("graph", change) } throws: { "\($0)".contains(words) }
    }
    _ = try index.run(index.job("graph") { $0.filter = filter })
    #expect(try !run("graph") { $0.filter = filter })
    try index.write("f.txt", "d1\nd3\n")
    #expect { try run("graph") { $0.filter = filter } } throws: { "\($0)".contains("dense.filter: ") }
  }

  /// A pipeline over the documents and vectors whose one system is a dense stage.
  private func pipeline(_ stage: String) throws -> PipelineRunner {
    try index.write("queries.tsv", (0..<GraphedIndex.queries).map { "q\($0)\tpassage \($0)\n" }.joined())
    try index.write("qrels.txt", (0..<GraphedIndex.queries).map { "q\($0) 0 d\($0) 1\n" }.joined())
    let text =
      """
      name: p
      data: {collection: docs.tsv, queries: queries.tsv, qrels: qrels.txt}
      index: {path: flat, dense: {vectors: v.jsonl}}
      measures: [RR@10]
      systems:
        - name: Dense
          stages: [dense: {query-vectors: q.jsonl, hits: 20, \(stage)}]
      """
    let configuration = try PipelineConfiguration(text: text, file: index.folder.file("p.yaml"))
    var runner = PipelineRunner(configuration: configuration, output: index.folder.file("results"))
    runner.work.quiet = true
    return runner
  }

  @Test func `a stage has the same settings`() throws {
    try index.write("some.txt", (0..<90).map { "d\(3 * $0)\n" }.joined())
    _ = try pipeline("filter: some.txt, exact: true").run()
    let filter = index.folder.file("some.txt")
    let expected = try index.run(index.job("flat") { $0.filter = filter }).rows
    let rows = String(decoding: try index.folder.read("results/dense.run"), as: UTF8.self).split(separator: "\n")
    #expect(rows.map { $0.split(separator: " ").prefix(5) } == expected.map { $0.split(separator: " ").prefix(5) })
    #expect { try pipeline("ef: 50").run() } throws: { "\($0)".contains("winnow index INDEX --name v --hnsw") }
    #expect { try pipeline("ef: 50, exact: true") } throws: { "\($0)".contains("p.yaml:") && "\($0)".contains("leave out one") }
    #expect { try pipeline("ef: 0") } throws: { "\($0)".contains("p.yaml:") }
  }
}
