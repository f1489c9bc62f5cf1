import Foundation
import Pipelines
import TestSupport
import Testing

/// A pipeline over two sets of queries.
private func pipeline(_ first: String = "", _ rest: String = "") -> String {
  """
  name: sets
  data: {collection: docs.tsv}
  index: {path: index}
  systems:
    - {name: BM25, stages: [bm25: {hits: 10}]}
    - {name: Cut, stages: [from: {system: BM25}, cut: {depth: 1}]}
  measures: [RR@10]
  sets:
    - {name: One set, queries: queries.tsv, qrels: qrels.txt\(first)}
    - name: more
      queries: more.tsv
      qrels: more.txt
      measures: [R@10, nDCG@10]
  \(rest)
  """
}

private func small() throws -> SmallCollection {
  let small = try SmallCollection()
  try small.write("more.tsv", "m1\tdogs\nm2\tcar\nm3\tnothing here\nm4\tcat\n")
  try small.write("more.txt", "m1 0 d2 1\nm2 0 d4 1\nm3 0 d1 1\n")
  return small
}

private func runner(_ small: SmallCollection, _ text: String) throws -> PipelineRunner {
  var runner = PipelineRunner(
    configuration: try PipelineConfiguration(text: text, file: small.path("p.yaml")), output: small.path("results"))
  runner.work.quiet = true
  return runner
}

private func failure(_ text: String) -> String {
  do { _ = try PipelineConfiguration(text: text, file: "p.yaml") } catch { return "\(error)" }
  return "no error"
}

@Test func `every system runs over every set, with its own measures, expected values and run files`() throws {
  let small = try small()
  let text = pipeline(
    ", expect: {BM25: {RR@10: 0.5}}", "    expect: {BM25: {R@10: .6666667}, Cut: {R@10: 0.1}}\nexpect: {index: {documents: 6}}")
  guard case .finished(let table, let missed) = try runner(small, text).run() else { return #expect(Bool(false), "not finished") }
  #expect(missed.count == 2, "\(missed)")
  #expect(missed[0].hasPrefix("NOT AS EXPECTED: One set BM25 RR@10"), "\(missed)")
  #expect(missed[1].hasPrefix("NOT AS EXPECTED: more Cut R@10 = 0.3333"), "\(missed)")
  let lines = table.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  #expect(lines[0] == "One set" && lines[1].contains(" RR@10  ms/query"))
  let second = try #require(lines.firstIndex(of: "more"))
  #expect(lines[second - 1].isEmpty && lines[second + 1].contains("R@10  nDCG@10"))
  let names = try FileManager.default.contentsOfDirectory(atPath: small.path("results")).sorted()
  #expect(names == ["metrics.json", "more.bm25.run", "more.cut.run", "one-set.bm25.run", "one-set.cut.run", "report.md"])
  #expect(String(decoding: try small.folder.read("results/more.cut.run"), as: UTF8.self).hasPrefix("m1 Q0 d2 1 "))
  guard case .upToDate(let again, let same) = try runner(small, text).run() else { return #expect(Bool(false), "done again") }
  #expect(again == table && same == missed)
}

@Test func `a judged query without hits counts 0, an unjudged one does not count, as trec_eval -c has it`() throws {
  let small = try small()
  guard case .finished(let table, _) = try runner(small, pipeline()).run() else { return #expect(Bool(false), "not finished") }
  // m1 and m2 find their documents, m3 finds nothing, m4 is not judged: 2 of 3.
  #expect(table.split(separator: "\n").contains { $0.hasPrefix("BM25") && $0.contains("0.6667") }, "\(table)")
}

@Test func `a change of one set's queries runs the pipeline again`() throws {
  let small = try small()
  _ = try runner(small, pipeline()).run()
  try small.write("more.tsv", "m1\tcar\n")
  guard case .finished = try runner(small, pipeline()).run() else { return #expect(Bool(false), "stale") }
}

@Test func `the plan names every set`() throws {
  let plan = try runner(small(), pipeline()).plan()
  #expect(plan.contains("queries One set ") && plan.contains("queries more ") && plan.contains("measures R@10, nDCG@10"))
}

@Test(arguments: [
  (", expect: {BM25: {AP: 1}}", "", "no error"), (", expect: {index: {documents: 6}}", "", "the index is the same for all sets"),
  (", expect: {Other: {RR@10: 1}}", "", "expect names the system 'Other', which is not among: BM25, Cut"),
  ("", "expect: {BM25: {RR@10: 1}}", "its values stand under expect: of a set"), (", colour: red", "", "unknown key 'colour'"),
  ("}\n  - {name: One Set, queries: q, qrels: r", "", "two sets are called 'One Set'"),
  ("}\n  - {name: é, queries: q, qrels: r", "", "has no letter or digit of ASCII"),
])
func `a mistake in a set is named`(first: String, rest: String, expected: String) {
  let error = failure(pipeline(first, rest))
  #expect(error.contains(expected), "\(error)")
}

@Test func `queries stand in one place`() {
  let both = pipeline().replacing("collection: docs.tsv", with: "collection: docs.tsv, queries: q, qrels: r")
  #expect(failure(both).contains("queries and qrels stand under data: already"))
  #expect(
    failure("name: a\ndata: {collection: c}\nindex: {path: i}\nsystems: [{name: B, stages: [bm25]}]").contains(
      "give several under sets:"))
  #expect(
    failure("name: a\ndata: {collection: c}\nindex: {path: i}\nsystems: [{name: B, stages: [bm25]}]\nsets: []").contains(
      "at least one set"))
}

@Test func `an expected value of a set is of a measure of that set`() throws {
  let small = try small()
  #expect { try runner(small, pipeline(", expect: {BM25: {R@10: 1}}")).run() } throws: {
    "\($0)".contains("expect names the measure 'R@10', which is not under measures: RR@10")
  }
}
