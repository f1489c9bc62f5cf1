import Dense
import Pipelines
import Storage
import TestSupport
import Tensors
import Testing

@Suite struct `Feedback over vectors in jobs and pipelines` {
  private let index: GraphedIndex

  init() throws { index = try GraphedIndex() }

  static var rocchio: VectorFeedback {
    var rocchio = VectorFeedback.Rocchio()
    (rocchio.beta, rocchio.negatives, rocchio.depth) = (0.6, 4, 50)
    return VectorFeedback(.rocchio(rocchio), documents: 5)
  }

  @Test(arguments: [VectorFeedback(.average), rocchio]) func `the second search is that of the queries that were made`(
    feedback: VectorFeedback
  ) throws {
    let first = try index.vectors()
    let path = try InstructionSet.chosen()
    let open = try OpenIndex(folder: index.folder.file("flat")), set = try open.vectors(named: "v")
    let options = FlatSearchOptions(hits: feedback.depth, threads: 1, instructionSet: path)
    let hits = try set.search(first, tieRanks: open.documents.tieRanks.array, options: options)
    let made = try feedback.queries(first, hits: hits, in: set)
    let width = GraphedIndex.dimension
    let lines = hits.indices.map { "{\"id\": \"q\($0)\", \"vector\": \(Array(made[$0 * width..<($0 + 1) * width]))}\n" }
    try index.write("made.jsonl", lines.joined())
    let file = index.folder.file("made.jsonl")
    let expected = try index.run(index.job("flat") { $0.queryVectors = file }).rows
    #expect(expected != (try index.run(index.job("flat"))).rows)
    for threads in [1, 3] {
      for (name, ef) in [("flat", nil), ("graph", GraphedIndex.count)] {
        var job = index.job(name) { ($0.vectorFeedback, $0.ef) = (feedback, ef) }
        job.work.threads = threads
        let found = try index.run(job)
        #expect(found.rows == expected && found.notes.count == (ef == nil ? 0 : 1), "\(name) \(found.notes)")
      }
    }
  }

  @Test func `a first search that looks further than ef is said`() throws {
    guard case .rocchio(var rocchio) = Self.rocchio.method else { return }
    rocchio.depth = 130
    let found = try index.run(index.job("graph") { $0.vectorFeedback = VectorFeedback(.rocchio(rocchio)) })
    #expect(found.notes.count == 2 && found.notes[0].contains("looks at 130 hits, more than ef 100"), "\(found.notes)")
  }

  @Test func `with a filter feedback comes from what it allows`() throws {
    try index.write("few.txt", "d3\nd4\n")
    let filter = index.folder.file("few.txt")
    for name in ["flat", "graph"] {
      let found = try index.run(index.job(name) { ($0.filter, $0.vectorFeedback) = (filter, Self.rocchio) })
      #expect(found.rows.count == 2 * GraphedIndex.queries)
      #expect(found.rows.allSatisfy { ["d3", "d4"].contains($0.split(separator: " ")[2]) })
    }
  }

  @Test func `other parameters are another recipe, the same ones are up to date`() throws {
    func run(_ feedback: VectorFeedback?) throws -> Bool {
      var job = index.job("flat") { $0.vectorFeedback = feedback }
      job.overwrite = false
      return try job.run()
    }
    #expect(try run(Self.rocchio))
    #expect(try !run(Self.rocchio))
    func changed(_ change: (inout VectorFeedback.Rocchio) -> Void) -> VectorFeedback {
      guard case .rocchio(var rocchio) = Self.rocchio.method else { return Self.rocchio }
      change(&rocchio)
      return VectorFeedback(.rocchio(rocchio), documents: 5)
    }
    for (feedback, words) in [
      (nil, "dense.prf.docs: 5, now (nothing)"),
      (VectorFeedback(.average, documents: 5), "dense.prf.method: rocchio, now average"),
      (VectorFeedback(Self.rocchio.method, documents: 4), "dense.prf.docs: 5, now 4"),
      (changed { $0.alpha = 2 }, "dense.prf.alpha: 0.9, now 2.0"), (changed { $0.beta = 2 }, "dense.prf.beta: 0.6, now 2.0"),
      (changed { $0.gamma = 2 }, "dense.prf.gamma: 0.1, now 2.0"),
      (changed { $0.negatives = 2 }, "dense.prf.negatives: 4, now 2"),
      (changed { $0.depth = 40 }, "dense.prf.depth: 50, now 40"),
    ] as [(VectorFeedback?, String)] {
      #expect { try run(feedback) } throws: { "\($0)".contains(words) }
    }
  }

  private func configuration(_ stage: String) throws -> PipelineConfiguration {
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
          stages: [dense: {query-vectors: q.jsonl, hits: 20, prf: \(stage)}]
      """
    return try PipelineConfiguration(text: text, file: index.folder.file("p.yaml"))
  }

  @Test(arguments: [
    ("average", VectorFeedback(.average)), ("rocchio", VectorFeedback(.rocchio(VectorFeedback.Rocchio()))),
    ("{method: average, docs: 7}", VectorFeedback(.average, documents: 7)),
    ("{method: rocchio, docs: 5, beta: 0.6, negatives: 4, depth: 50}", rocchio),
  ])
  func `a stage has the same settings`(stage: String, feedback: VectorFeedback) throws {
    var runner = PipelineRunner(configuration: try configuration(stage), output: index.folder.file("results"))
    runner.work.quiet = true
    _ = try runner.run()
    let rows = String(decoding: try index.folder.read("results/dense.run"), as: UTF8.self).split(separator: "\n")
    let expected = try index.run(index.job("flat") { $0.vectorFeedback = feedback }).rows
    #expect(rows.map { $0.split(separator: " ").prefix(5) } == expected.map { $0.split(separator: " ").prefix(5) })
  }

  @Test(arguments: [
    ("median", "known: average, rocchio"), ("{docs: 3}", "lacks the key 'method'"),
    ("{method: average, alpha: 1}", "unknown key 'alpha'"), ("{method: rocchio, gamma: 1}", "gamma is about negatives"),
    ("{method: rocchio, alpha: 0, beta: 0}", "alpha and beta are both 0"), ("{method: average, docs: 0}", "at least 1"),
    ("{method: rocchio, negatives: 8, depth: 10}", "there are not so many"),
  ])
  func `what makes no query is refused with its place`(stage: String, words: String) {
    #expect { try configuration(stage) } throws: { "\($0)".contains("p.yaml:7:") && "\($0)".contains(words) }
  }
}
