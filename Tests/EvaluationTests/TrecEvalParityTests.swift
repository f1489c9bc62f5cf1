import Bytes
import Evaluation
import Ranking
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.available, "needs ../shared"))
struct TrecEvalParityTests {
  /// One of trec_eval 10's own tests: measures and options, inputs, expected output.
  struct Case: Sendable, CustomTestStringConvertible {
    var measures: [String] = []
    var perTopic = false
    var complete = false
    var depth: Int?
    var level: Int32 = 1
    var judgements = "qrels.test"
    var run = "results.test"
    var output: String
    var testDescription: String { output }
  }

  static let cases: [Case] = [
    Case(output: "out.test"),
    Case(measures: ["all_trec"], output: "out.test.a"),
    Case(measures: ["all_trec"], perTopic: true, output: "out.test.aq"),
    Case(measures: ["all_trec"], perTopic: true, complete: true, run: "results.trunc", output: "out.test.aqc"),
    Case(measures: ["all_trec"], perTopic: true, complete: true, depth: 100, run: "results.trunc", output: "out.test.aqcM"),
    Case(
      measures: all(with: "relstring.20"), perTopic: true, level: 2, judgements: "qrels.rel_level", output: "out.test.aql"),
    Case(
      measures: [
        "iprec_at_recall..10,.20,.25,.75,.50", "P.5,7,3", "recall.20,2000", "Rprec_mult.5.0,0.2,0.35", "utility.2,-1,0,0",
        "11pt_avg..25,.5,.75", "ndcg.1=3,2=9,4=4.5", "ndcg_cut.10,20,23.4", "success.2,5,20",
      ], perTopic: true, output: "out.test.meas_params"),
    Case(judgements: "qrels.comment.test", run: "results.comment.test", output: "out.comment.test"),
    Case(judgements: "qrels.test.with-comments", output: "out.test"),
  ]

  /// `all_trec` with one measure's parameters changed, as trec_eval reads a second `-m`.
  static func all(with change: String) -> [String] {
    let root = String(change.prefix { $0 != "." })
    let names = (try? Measure.list(["all_trec"]))?.map(\.trecName) ?? []
    return names.filter { $0 != root } + [change]
  }

  @Test(arguments: cases) func `output equals trec_eval's own expected output byte by byte`(_ item: Case) throws {
    let folder = "data/trec_eval/"
    let judgements = try JudgementsFile.read(path: SharedData.path(folder + item.judgements))
    let run = try RunFile.readTable(path: SharedData.path(folder + item.run))
    var options = EvaluationOptions()
    options.level = item.level
    options.complete = item.complete
    options.depth = item.depth
    let measures = try Measure.list(item.measures)
    let result = try evaluate(run, judgements, measures: measures, options: options)
    let text = TrecEvalText.render(result, perTopic: item.perTopic)
    let expected = String(decoding: try SharedData.bytes(folder + item.output), as: UTF8.self)
    let (ours, theirs) = (text.split(separator: "\n"), expected.split(separator: "\n"))
    for (our, their) in zip(ours, theirs) where our != their { Issue.record("\(our) expected \(their)") }
    #expect(ours.count == theirs.count)
    #expect(text == expected)
  }
}
