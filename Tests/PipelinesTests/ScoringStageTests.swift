import Foundation
import Lexical
import Pipelines
import TestSupport
import Testing

@Suite struct `scoring models in pipelines` {
  @Test func `each is a system of its own`() throws {
    let small = try SmallCollection()
    let text = """
      name: models
      data: {collection: docs.tsv, queries: queries.tsv, qrels: qrels.txt}
      index: {path: index}
      measures: [RR@10]
      systems:
        - {name: A, stages: [bm25]}
        - {name: B, stages: [bm25: {model: bm25+}]}
        - {name: C, stages: [bm25: {model: bm25l, delta: 1}]}
        - {name: D, stages: [bm25: {model: atire}]}
        - {name: E, stages: [bm25: {model: robertson, exact-lengths: true}]}
        - {name: F, stages: [qld: {mu: 10}]}
      """
    var runner = PipelineRunner(
      configuration: try PipelineConfiguration(text: text, file: small.path("p.yaml")), output: small.path("results"))
    runner.work.quiet = true
    guard case .finished = try runner.run() else { return #expect(Bool(false), "not finished") }
    let index = try OpenIndex(folder: small.path("index"))
    let models: [(name: String, model: ScoringModel)] = [
      ("a", .bm25()), ("b", .bm25Plus()), ("c", .bm25L(delta: 1)), ("d", .atire()),
      ("e", .robertson(BM25Parameters(lengths: .exact))), ("f", .queryLikelihood(mu: 10)),
    ]
    for (name, model) in models {
      let hits = try index.lexical().search(Array("red cars".utf8), hits: 1000, model: model)
      let ids = try index.ranking(of: "q2", hits).documents.map { "\($0.id)" }
      let rows = String(decoding: try small.folder.read("results/\(name).run"), as: UTF8.self).split(separator: "\n")
      #expect(rows.filter { $0.hasPrefix("q2 ") }.map { String($0.split(separator: " ")[2]) } == ids, "\(name)")
    }
  }

  @Test func `an explanation is a table with the model's parameters`() throws {
    let small = try SmallCollection()
    var job = IndexJob(folder: small.path("i"), collection: [small.path("docs.tsv")])
    job.work.quiet = true
    _ = try job.run()
    var explanation = Explanation(index: small.path("i"), query: "red cars, cars", document: "d3")
    explanation.showsRank = true
    let text = try explanation.text()
    #expect(text.contains("model     bm25: k1 0.9, b 0.4, one-byte lengths\n"), "\(text)")
    #expect(text.contains("\nred ") && text.contains("\ncar ") && text.contains("\nrank 1\n"), "\(text)")
    explanation.model = .queryLikelihood(lengths: .exact)
    #expect(try explanation.text().contains("model     qld: mu 1000.0, exact lengths\n"))
  }
}
