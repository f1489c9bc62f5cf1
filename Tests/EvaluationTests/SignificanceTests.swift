import Bytes
import Evaluation
import Foundation
import Ranking
import TestSupport
import Testing

@Suite struct SignificanceTests {
  /// Rows of scipy's results.
  static func goldens() throws -> [(differences: [Double], t: Double, p: Double, exact: Double?)] {
    let path = SharedData.projectRoot.appendingPathComponent("Tests/EvaluationTests/Goldens/significance.tsv")
    return try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map { line in
      let fields = line.split(separator: "\t")
      return (
        fields[0].split(separator: ",").compactMap { Double($0) }, Double(fields[1])!, Double(fields[2])!, Double(fields[3])
      )
    }
  }

  @Test func `the paired t-test equals scipy's`() throws {
    for golden in try SignificanceTests.goldens() {
      let (t, p) = PairedTTest.test(golden.differences)
      #expect(abs(t - golden.t) <= 1e-11 * max(1, abs(golden.t)))
      #expect(abs(p - golden.p) <= 1e-10 * golden.p)
    }
  }

  @Test func `few pairs give the exact randomisation p of scipy`() throws {
    for golden in try SignificanceTests.goldens() {
      guard let exact = golden.exact else { continue }
      #expect(abs(RandomisationTest().p(golden.differences) - exact) < 1e-12)
    }
  }

  @Test func `a drawn p is near the exact one, the same at every seed and thread count`() throws {
    for golden in try SignificanceTests.goldens() {
      guard let exact = golden.exact else { continue }
      let drawn = RandomisationTest(samples: golden.differences.count < 12 ? 3 : 4_000)
      let p = drawn.p(golden.differences)
      if drawn.samples == 4_000, golden.differences.count > 12 {
        #expect(abs(p - exact) < 4 * (exact * (1 - exact) / 4_000).squareRoot() + 0.001)
      }
      #expect(p == drawn.p(golden.differences, threads: 2))
    }
    let many = try SignificanceTests.goldens().last!.differences
    #expect(
      RandomisationTest(seed: 1).p(many) != RandomisationTest(seed: 2).p(many) || RandomisationTest(seed: 1).p(many) < 0.001)
  }

  @Test func `pairs that do not differ are not significant, constant differences are`() {
    #expect(PairedTTest.test([0, 0, 0]).p == 1)
    #expect(PairedTTest.test([0.5]).p == 1)
    #expect(PairedTTest.test([]).p == 1)
    #expect(PairedTTest.test([0.1, 0.1, 0.1]).p == 0)
    #expect(RandomisationTest().p([0, 0, 0]) == 1)
    #expect(RandomisationTest().p([]) == 1)
    #expect(RandomisationTest().p([0.1, 0.1]) == 0.5)
  }

  @Test func `corrections follow their definitions`() {
    let values = [0.01, 0.04, 0.03, 0.005]
    let holm = Correction.holm.correct(values)
    for (ours, theirs) in zip(holm, [0.03, 0.06, 0.06, 0.02]) { #expect(abs(ours - theirs) < 1e-15) }
    #expect(Correction.bonferroni.correct(values) == [0.04, 0.16, 0.12, 0.02])
    #expect(Correction.none.correct(values) == values)
    #expect(Correction.holm.correct([0.9, 0.8]) == [1, 1])
    #expect(Correction.holm.correct([]) == [])
  }

  @Test func `a comparison counts topics and corrects over the runs of a measure`() throws {
    let judgements = try JudgementsFile.read(bytes: Array("1 0 a 1\n2 0 a 1\n3 0 a 1\n".utf8), path: "qrels")
    func scored(_ text: String) throws -> Evaluation {
      try evaluate(
        RunFile.readTable(bytes: Array(text.utf8), path: "run"), judgements, measures: Measure.list(["RR@10", "Success@1"]))
    }
    let base = try scored("1 0 b 1 2 t\n1 0 a 2 1 t\n2 0 a 1 1 t\n3 0 a 1 1 t\n")
    let better = try scored("1 0 a 1 2 t\n2 0 a 1 1 t\n3 0 b 1 2 t\n3 0 a 2 1 t\n")
    let comparison = try Comparison.compare(
      baseline: ("base", base), runs: [("better", better), ("same", base)], test: .t, correction: .bonferroni)
    #expect(comparison.rows.map(\.run) == ["better", "same", "better", "same"])
    #expect(comparison.rows[0].wins == 1 && comparison.rows[0].losses == 1 && comparison.rows[0].ties == 1)
    #expect(comparison.rows[0].p == 1 && comparison.rows[1].p == 1)
    #expect(ComparisonTable.render(comparison).contains("RR@10      better    0.8333  0.8333     +0.0000  1.0000      1.0000"))
    #expect(throws: EvaluationError.self) {
      try Comparison.compare(
        baseline: ("base", base),
        runs: [("x", try evaluate(Run(tag: "t", rankings: [Ranking(query: "1", documents: [])]), judgements, measures: []))],
        test: .t, correction: .none)
    }
  }
}

@Test func `a number of samples outside the limits counts as the nearer one`() {
  #expect(RandomisationTest(samples: .min).samples == 1)
  #expect(RandomisationTest(samples: .max).samples == RandomisationTest.sampleLimit)
}
