import Bytes
import Files
import Foundation
import Pipelines
import TestSupport
import Testing

/// Two sets of queries and two systems out of run files, joined with weights that are best on one of the sets.
private func pipeline(_ fuse: String, sets: [String] = ["train", "test"]) -> String {
  """
  name: tuned
  data: {collection: docs.tsv}
  index: {path: index}
  systems:
    - {name: A, stages: [run: {file: a.run}]}
    - {name: B, stages: [run: {file: b.run}]}
    - {name: Joined, stages: [fuse: \(fuse)]}
    - {name: Again, stages: [fuse: {of: [Joined, B], method: linear, tune: {set: test, measure: RR}}]}
  measures: [RR, nDCG@10]
  sets: [\(sets.map { "{name: \($0), queries: \($0).tsv, qrels: \($0).txt}" }.joined(separator: ", "))]
  """
}

/// A finds the relevant documents of `train` first, B those of `test`.
private func small() throws -> SmallCollection {
  let small = try SmallCollection()
  try small.write("train.tsv", "q1\tcat\nq2\tdog\n")
  try small.write("test.tsv", "q3\tcat\nq4\tdog\n")
  try small.write("train.txt", "q1 0 d1 1\nq2 0 d2 1\n")
  try small.write("test.txt", "q3 0 d1 1\nq4 0 d2 1\n")
  let right = "d1 1 9\nd2 2 5\nd3 3 1\n", wrong = "d3 1 9\nd4 2 5\nd1 3 1\n"
  func rows(_ query: String, _ rows: String) -> String {
    rows.split(separator: "\n").map { "\(query) Q0 \($0) x\n" }.joined()
  }
  try small.write(
    "a.run", rows("q1", right) + rows("q2", "d2 1 9\nd1 2 3\n") + rows("q3", wrong) + rows("q4", "d3 1 9\nd4 2 5\nd2 3 1\n"))
  try small.write("b.run", rows("q1", wrong) + rows("q2", wrong) + rows("q3", right) + rows("q4", "d2 1 9\nd4 2 3\n"))
  return small
}

private func runner(_ small: SmallCollection, _ text: String) throws -> PipelineRunner {
  var runner = PipelineRunner(
    configuration: try PipelineConfiguration(text: text, file: small.path("p.yaml")), output: small.path("results"))
  runner.work.quiet = true
  return runner
}

private func failure(_ fuse: String) -> String {
  do { _ = try PipelineConfiguration(text: pipeline(fuse), file: "p.yaml") } catch { return "\(error)" }
  return "no error"
}

private let tuned = "{of: [A, B], method: minmax, tune: {set: train}}"

@Suite struct `A pipeline with tuned weights` {
  @Test(arguments: [["train", "test"], ["test", "train"]])
  func `tunes on one set, applies to all, and marks the one it was tuned on, whatever their order`(sets: [String]) throws {
    let small = try small()
    guard case .finished(let table, _) = try runner(small, pipeline(tuned, sets: sets)).run() else {
      return #expect(Bool(false), "not finished")
    }
    // On train only A is right, so it gets everything, and on test the runs of Joined are A's, which is wrong.
    let json = try JSONValue(parsing: small.folder.read("results/metrics.json"))
    for set in try #require(json["sets"]?.array) {
      let systems = try #require(set["systems"]?.array)
      let name = set["name"]?.string?.text
      #expect(systems[2]["RR"]?.double == systems[0]["RR"]?.double && (systems[2]["RR"]?.double == 1) == (name == "train"))
      #expect(systems[2]["tuned"]?["set"]?.string == "train" && systems[2]["tuned"]?["weights"]?.array?.map(\.double) == [1, 0])
      #expect(systems[2]["tuned"]?["value"]?.double == 1 && systems[0]["tuned"] == nil)
      // Tuned on the other set, over a system that is tuned itself.
      #expect(systems[3]["tuned"]?["set"]?.string == "test" && systems[3]["tuned"]?["measure"]?.string == "RR")
    }
    #expect(table.split(separator: "\n").filter { $0.hasPrefix("Joined *") }.count == 1)
    #expect(
      table.contains("* Joined was tuned on these queries: weights 1.0 0.0, the best on train by nDCG@10 (1.0000)"), "\(table)")
    #expect(table.contains("\nJoined: weights 1.0 0.0, the best on train"))
    let report = String(decoding: try small.folder.read("results/report.md"), as: UTF8.self)
    #expect(report.contains("| Joined * |") && report.contains("Joined.1.fuse.tune | nDCG@10 on train"))
    guard case .upToDate(let again, _) = try runner(small, pipeline(tuned, sets: sets)).run() else {
      return #expect(Bool(false), "done again")
    }
    #expect(again == table)
  }

  @Test func `has the run files of the command line with the same weights`() throws {
    let small = try small()
    _ = try runner(small, pipeline("{of: [A, B], method: zscore, missing: zero, tune: {set: train, measure: RR}}")).run()
    var job = FuseJob(
      runs: [small.path("a.run"), small.path("b.run")], output: small.path("c.run"),
      fusion: .scores(.init(.zscore, weights: [], missing: .zero, hits: 1000)))
    job.weights = .tuned(FusionTuning(judgements: small.path("train.txt"), measure: "RR"), file: nil)
    job.tag = "joined"
    _ = try job.execute()
    #expect(try small.folder.read("c.run") == small.folder.read("results/test.joined.run"))
  }

  @Test func `runs again when the judgements of the set change`() throws {
    let small = try small()
    _ = try runner(small, pipeline(tuned)).run()
    try small.write("train.txt", "q1 0 d3 1\nq2 0 d3 1\n")
    guard case .finished(let table, _) = try runner(small, pipeline(tuned)).run() else { return #expect(Bool(false), "stale") }
    #expect(table.contains("Joined: weights 0.0 1.0") || table.contains("Joined: weights 0"), "\(table)")
  }

  @Test func `is skipped where a source is`() throws {
    let small = try small()
    let text = pipeline(tuned).replacingOccurrences(
      of: "{name: A, stages: [run: {file: a.run}]}", with: "{name: A, optional: true, stages: [dense]}")
    #expect { try runner(small, text).run() } throws: { "\($0)".contains("system 'Joined': it needs A, which was skipped") }
    let optional = text.replacingOccurrences(of: "name: Joined", with: "name: Joined, optional: true")
      .replacingOccurrences(of: "name: Again", with: "name: Again, optional: true")
    guard case .finished(let table, _) = try runner(small, optional).run() else { return #expect(Bool(false), "not finished") }
    #expect(table.contains("skipped Again: it needs Joined") && !table.contains("weights"), "\(table)")
  }

  @Test(arguments: [
    ("{of: [A, B], tune: {set: train}}", "method rrf takes no weights"),
    ("{of: [A, B], missing: zero}", "method rrf takes no weights, and what is missing counts nothing"),
    (
      "{of: [A, B], method: minmax, tune: {set: dev}}",
      "system 'Joined' is tuned on the set 'dev', which is not among sets: train, test"
    ),
    ("{of: [A, B], method: minmax, tune: {set: train}, weights: [1, 1]}", "leave out either weights or tune"),
    ("{of: [A, B], method: minmax, tune: {set: train, measure: nDGC}}", "unknown measure 'nDGC'"),
    ("{of: [A, B], method: minmax, tune: {set: train, measure: num_q}}", "is no mean over topics"),
    ("{of: [A, B], method: minmax, tune: {sets: train}}", "lacks the key 'set'"),
    ("{of: [A, B], method: minmax, tune: {set: train, step: 2}}", "unknown key 'step'; known here: set, measure"),
    ("{of: [A, B], method: minmax, missing: none}", "missing is 'none'; known: last, zero"),
    ("{of: [A, B], method: minmax, weights: [1]}", "one weight for each of the 2 systems is needed, not 1"),
    ("{of: [A, B], method: minmax, k: 2}", "k belongs to method rrf"),
  ]) func `names its mistakes`(fuse: String, message: String) {
    let error = failure(fuse)
    #expect(error.contains(message) && error.hasPrefix("p.yaml:"), "\(error)")
  }

  @Test func `says in its plan what it is tuned on`() throws {
    #expect(try runner(small(), pipeline(tuned)).plan().contains("system Joined: fuse (weights tuned on train)"))
  }
}
