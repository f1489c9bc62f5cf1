import Bytes
import Evaluation
import Ranking
import TestSupport
import Testing

@Suite struct RepeatedMeasureTests {
  static let names = [
    "AP", "AP@5", "AP(rel=2)", "Rprec", "RR", "RR@3", "P@5", "R@7", "nDCG", "nDCG@10", "nDCG@3", "Success@2", "gm_map",
    "gm_bpref",
    "Rprec_mult_1.2", "map_cut_5", "ndcg_rel", "11pt_avg", "iprec_at_recall_0.50", "set_F", "rbp", "bpref",
  ]

  @Test(arguments: names) func `its values are those of evaluate, from the rows that it looks at alone`(name: String) throws {
    let measure = try RepeatedMeasure(parsing: name)
    var generator = SeededGenerator(seed: 31)
    for round in 0..<100 {
      let sample = RandomCollection(&generator)
      var options = EvaluationOptions()
      options.complete = round % 2 == 0
      let expected = try evaluate(sample.run, sample.judgements, measures: [try Measure(parsing: name)], options: options)
      let values = expected.topics.map { topic in
        let grades = sample.judgements.grades[topic.topic] ?? [:]
        guard let rows = sample.run.rankings.first(where: { $0.query == topic.topic }) else { return measure.missing }
        let marks = rows.documents.prefix(measure.depth).map { JudgedRanking.mark(of: grades[$0.id]) }
        return measure.value(of: JudgedRanking(relevance: marks, judged: grades))
      }
      #expect(values == expected.topics.map { $0.values[0] }, "round \(round)")
      #expect(measure.summary(of: values) == expected.summary[0], "round \(round)")
    }
  }

  @Test(arguments: ["num_q", "num_rel", "num_rel_ret", "runid", "relstring_10"]) func `what is no mean over topics is refused`(
    name: String
  ) {
    #expect { try RepeatedMeasure(parsing: name) } throws: { "\($0)".contains("is no mean over topics") }
  }

  @Test func `an unknown measure is refused as elsewhere`() {
    #expect { try RepeatedMeasure(parsing: "nDGC@10") } throws: { "\($0)".contains("did you mean 'nDCG") }
  }
}
