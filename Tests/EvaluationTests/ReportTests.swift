import Bytes
import Evaluation
import Ranking
import Testing

@Suite struct ReportTests {
  static func evaluation(_ measures: [String]) throws -> Evaluation {
    let run = try RunReadingTests.table("1 Q0 a 1 2 tag\n1 Q0 b 2 1 tag\n2 Q0 c 1 1 tag\n3 Q0 c 1 1 tag\n")
    let judgements = try JudgementsReadingTests.read("1 0 b 2\n2 0 c 1\n4 0 c 1\n")
    return try evaluate(run, judgements, measures: Measure.list(measures))
  }

  @Test func `the table has a row a run, with topics when asked`() throws {
    let result = try ReportTests.evaluation(["RR@10", "NumQ", "gm_map", "runid"])
    #expect(
      EvaluationFormat.table.render([("one.run", result), ("b", result)])
        == "run       RR@10  NumQ  gm_map\none.run  0.7500     2  0.7071\nb        0.7500     2  0.7071\n")
    let topics = EvaluationFormat.table.render([("x", result)], perTopic: true)
    #expect(
      topics
        == "run  topic   RR@10  NumQ  gm_map\nx        1  0.5000     1  0.5000\nx        2  1.0000     1  1.0000\nx      all  0.7500     2  0.7071\n"
    )
  }

  @Test func `utility takes any number of documents in the collection`() throws {
    let run = try RunReadingTests.table("1 Q0 a 1 2 tag\n1 Q0 b 2 1 tag\n")
    var options = EvaluationOptions()
    options.collectionSize = .max
    let measures = try Measure.list(["utility.0,0,0,1"])
    let result = try evaluate(run, JudgementsReadingTests.read("1 0 b 2\n"), measures: measures, options: options)
    #expect(result.summary == [0x1p63])
  }

  @Test func `JSON holds all digits and parses back`() throws {
    let result = try ReportTests.evaluation(["nDCG@10", "NumRet"])
    let json = try JSONValue(parsing: EvaluationJSON.render([("x", result)], perTopic: true))
    let run = try #require(json["runs"]?.array?.first)
    #expect(run["measures"]?["nDCG@10"]?.double == result.summary[0])
    #expect(run["measures"]?["NumRet"]?.int == 3)
    #expect(run["per_topic"]?["1"]?["nDCG@10"]?.double == result.topics[0].values[0])
    #expect(run["missing_topics"]?.int == 1 && run["unjudged_topics"]?.int == 1)
  }

  @Test func `trec_eval's lines come in its order whatever was asked first`() throws {
    let text = EvaluationFormat.trecEval.render([("x", try ReportTests.evaluation(["P_5", "RR@10", "map", "num_q"]))])
    #expect(
      text
        == "num_q                 \tall\t2\nmap                   \tall\t0.7500\nRR@10                 \tall\t0.7500\nP_5                   \tall\t0.2000\n"
    )
  }

  @Test func `topics in one file only are counted with an example`() throws {
    let warnings = try ReportTests.evaluation(["AP"]).warnings
    #expect(warnings.count == 2 && warnings[0].contains("'4'") && warnings[1].contains("'3'"))
  }
}
