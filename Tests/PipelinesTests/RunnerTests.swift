import Foundation
import Pipelines
import TestSupport
import Testing

private func runner(_ small: SmallCollection, _ rest: String = "") throws -> PipelineRunner {
  let configuration = try PipelineConfiguration(text: small.pipeline(rest), file: small.path("p.yaml"))
  var runner = PipelineRunner(configuration: configuration, output: small.path("results"))
  runner.work.quiet = true
  return runner
}

@Test func `a pipeline runs, and its second run finds everything up to date`() throws {
  let small = try SmallCollection()
  guard case .finished(let table, let missed) = try runner(small).run() else { return #expect(Bool(false), "not finished") }
  #expect(missed.isEmpty)
  #expect(table.contains("nDCG@10") && table.contains("BM25") && table.contains("Twice"))
  #expect(table.contains("skipped Reranked: no model 'no-such-model'"))
  let names = try small.folder.names()
  #expect(names.contains("results") && names.contains("index"))
  guard case .upToDate(let again, _) = try runner(small).run() else { return #expect(Bool(false), "done again") }
  #expect(again == table)
}

@Test func `the runs of a pipeline are TREC runs in result order, ties by document id`() throws {
  let small = try SmallCollection()
  _ = try runner(small).run()
  let run = String(decoding: try small.folder.read("results/bm25.run"), as: UTF8.self).split(separator: "\n").map {
    $0.split(separator: " ")
  }
  #expect(run.filter { $0[0] == "q1" }.map { String($0[2]) } == ["d10", "d4", "d1", "d2"])
  #expect(run.allSatisfy { $0.count == 6 && $0[1] == "Q0" && $0[5] == "bm25" })
  let cut = String(decoding: try small.folder.read("results/twice.run"), as: UTF8.self).split(separator: "\n")
  #expect(cut.count == 4)
}

@Test func `an expected value that is not met is reported`() throws {
  let small = try SmallCollection()
  let rest = "expect: {index: {documents: 6}, BM25: {nDCG@10: 0.1}, Reranked: {nDCG@10: 0.5}}"
  guard case .finished(_, let missed) = try runner(small, rest).run() else { return #expect(Bool(false), "not finished") }
  #expect(missed.count == 1 && missed[0].contains("NOT AS EXPECTED: BM25 nDCG@10"))
  #expect(String(decoding: try small.folder.read("results/report.md"), as: UTF8.self).contains("not checked: Reranked nDCG@10"))
}

@Test func `a missing requirement skips the pipeline`() throws {
  let small = try SmallCollection()
  #expect(try runner(small, "requires: nowhere").run() == .skipped(missing: small.path("nowhere")))
}

@Test func `queries without judgements are an error that names both files`() throws {
  let small = try SmallCollection()
  try small.write("qrels.txt", "q9 0 d1 1\n")
  #expect { try runner(small).run() } throws: { "\($0)".contains("no query of \(small.path("queries.tsv")) is judged") }
}

@Test func `a changed input runs the pipeline again`() throws {
  let small = try SmallCollection()
  _ = try runner(small).run()
  try small.write("queries.tsv", "q1\tcat\nq2\tred\n")
  guard case .finished = try runner(small).run() else { return #expect(Bool(false), "stale") }
}

@Test(arguments: [
  ("expect: {BM25: {AP: 0.5}}", "expect names the measure 'AP', which is not under measures: nDCG@10, RR@10"),
  ("expect: {index: {pages: 6}}", "the index statistic 'pages'; known: documents, non-empty, terms, total-terms"),
])
func `an expectation that nothing would be compared with is an error`(rest: String, message: String) throws {
  let small = try SmallCollection()
  #expect { try runner(small, rest).run() } throws: { "\($0)".contains(message) }
}

@Test func `results do not replace files that no pipeline made, unless forced`() throws {
  let small = try SmallCollection()
  try FileManager.default.createDirectory(atPath: small.path("results"), withIntermediateDirectories: true)
  try small.write("results/report.md", "mine")
  #expect { try runner(small).run() } throws: { "\($0)".contains("report.md exists and nothing says that a pipeline made it") }
  #expect(try small.folder.read("results/report.md") == Array("mine".utf8))
  var forced = try runner(small)
  forced.force = true
  _ = try forced.run()
  try small.write("queries.tsv", "q1\tcat\nq2\tred\n")
  guard case .finished = try runner(small).run() else { return #expect(Bool(false), "its own results are replaced") }
}

@Test func `a results folder that is a file is refused before any work`() throws {
  let small = try SmallCollection()
  try small.write("results", "mine")
  #expect { try runner(small).run() } throws: { "\($0)".contains("results is a file; give --output a folder") }
  #expect(try !small.folder.names().contains("index"))
}

@Test func `queries of a folder are its queries.jsonl`() throws {
  let small = try SmallCollection()
  try FileManager.default.createDirectory(atPath: small.path("beir"), withIntermediateDirectories: true)
  try small.write("beir/queries.jsonl", #"{"_id": "q1", "text": "cat"}"#)
  let text = small.pipeline().replacing("queries: queries.tsv", with: "queries: beir")
  let configuration = try PipelineConfiguration(text: text, file: small.path("p.yaml"))
  guard case .finished = try PipelineRunner(configuration: configuration, output: small.path("results")).run() else {
    return #expect(Bool(false), "not finished")
  }
}

@Test func `without its encoder a dense system is skipped, and so is what is made of it`() throws {
  let small = try SmallCollection()
  let text = """
    name: small
    data: {collection: docs.tsv, queries: queries.tsv, qrels: qrels.txt}
    index: {path: index, dense: no-such-encoder}
    measures: [RR@10]
    systems:
      - {name: BM25, stages: [bm25]}
      - {name: Dense, optional: true, stages: [dense]}
      - {name: Hybrid, optional: true, stages: [fuse: {of: [BM25, Dense]}]}
    """
  var runner = PipelineRunner(
    configuration: try PipelineConfiguration(text: text, file: small.path("p.yaml")), output: small.path("results"))
  runner.work.quiet = true
  guard case .finished(let table, _) = try runner.run() else { return #expect(Bool(false), "not finished") }
  #expect(table.contains("skipped Dense: \(small.path("index")) has no vectors"), "\(table)")
  #expect(table.contains("skipped Hybrid: it needs Dense"), "\(table)")
}

@Test func `without its base model an adapter's system is skipped`() throws {
  let small = try SmallCollection()
  try FileManager.default.createDirectory(atPath: small.path("reranker"), withIntermediateDirectories: true)
  try small.write(
    "reranker/adapter_config.json",
    #"{"peft_type": "LORA", "base_model_name_or_path": "no-such-base", "r": 1, "lora_alpha": 1, "target_modules": ["query"]}"#)
  let text = """
    name: small
    data: {collection: docs.tsv, queries: queries.tsv, qrels: qrels.txt}
    index: {path: index}
    systems: [{name: BM25, stages: [bm25]}, {name: Reranked, optional: true, stages: [bm25, rerank: {model: ./reranker}]}]
    """
  var runner = PipelineRunner(
    configuration: try PipelineConfiguration(text: text, file: small.path("p.yaml")), output: small.path("results"))
  runner.work.quiet = true
  guard case .finished(let table, _) = try runner.run() else { return #expect(Bool(false), "not finished") }
  #expect(table.contains("skipped Reranked: ") && table.contains("no model 'no-such-base'"), "\(table)")
}

@Test func `results made without a model are made again once it is there`() throws {
  let small = try SmallCollection()
  let tiny = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens/tiny-encoder")
  let model = URL(fileURLWithPath: small.path("tiny"))
  try FileManager.default.copyItem(at: tiny, to: model)
  let text = """
    name: p
    data: {collection: docs.tsv, format: msmarco, queries: queries.tsv, qrels: qrels.txt}
    index: {path: index, dense: ./tiny}
    systems: [{name: Dense, optional: true, stages: [dense: {model: ./tiny}]}]
    """
  func table() throws -> String {
    var runner = PipelineRunner(
      configuration: try PipelineConfiguration(text: text, file: small.path("p.yaml")), output: small.path("results"))
    runner.work.quiet = true
    guard case .finished(let table, _) = try runner.run() else { return "taken for up to date" }
    return table
  }
  let whole = try table()
  #expect(!whole.contains("skipped") && !whole.contains("up to date"))
  try FileManager.default.moveItem(at: model, to: URL(fileURLWithPath: small.path("away")))
  #expect(try table().contains("skipped Dense: no model"))
  try FileManager.default.moveItem(at: URL(fileURLWithPath: small.path("away")), to: model)
  let again = try table()
  #expect(again.contains("Dense") && !again.contains("skipped"))
}

@Test func `a pipeline takes vectors of documents and of queries from files`() throws {
  let small = try SmallCollection()
  let ids = ["d1", "d2", "d3", "d4", "d5", "d10"]
  let rows = ids.enumerated().map { "{\"id\": \"\($1)\", \"vector\": [\($0 + 1), 1]}\n" }
  try small.write("v.jsonl", rows.joined())
  try small.write("q.jsonl", "{\"id\": \"q1\", \"vector\": [1, 0]}\n{\"id\": \"q2\", \"vector\": [-1, 0]}\n")
  let text = small.pipeline().replacingOccurrences(
    of: "index: {path: index}",
    with: "index: {path: index, dense: [{vectors: v.jsonl, name: a, store: fp16, metric: ip}, {vectors: v.jsonl}]}"
  ).replacingOccurrences(
    of: "systems:",
    with: "systems:\n  - {name: Given, stages: [dense: {hits: 2, set: a, query-vectors: q.jsonl}]}")
  let configuration = try PipelineConfiguration(text: text, file: small.path("p.yaml"))
  var runner = PipelineRunner(configuration: configuration, output: small.path("results"))
  runner.work.quiet = true
  _ = try runner.run()
  let run = String(decoding: try small.folder.read("results/given.run"), as: UTF8.self)
  #expect(run.split(separator: "\n").map { $0.split(separator: " ")[2] } == ["d10", "d5", "d1", "d2"])
  #expect(try OpenIndex(folder: small.path("index")).vectorSets == ["a", "v"])
}
