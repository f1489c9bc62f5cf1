public import Bytes

/// One run against the baseline on one measure.
public struct PairedComparison: Equatable, Sendable {
  /// Which measure.
  public var measure: Measure
  /// Which run.
  public var run: String
  /// Mean of the baseline over the topics compared.
  public var baselineMean: Double
  /// Mean of the run over the topics compared.
  public var runMean: Double
  /// Two-sided p-value.
  public var p: Double
  /// The p-value corrected for the runs compared on this measure.
  public var correctedP: Double
  /// Topics on which the run is better, worse and equal.
  public var wins: Int
  /// Topics on which the run is worse.
  public var losses: Int
  /// Topics on which both are equal.
  public var ties: Int
  /// Run minus baseline.
  public var difference: Double { runMean - baselineMean }
}

/// Runs against a baseline.
public struct Comparison: Sendable {
  /// Name of the baseline.
  public var baseline: String
  /// Topics compared, in byte order.
  public var topics: [ByteString]
  /// Topics that not all evaluations have; left out.
  public var leftOut: Int
  /// The test.
  public var test: SignificanceTest
  /// The correction over the runs of one measure.
  public var correction: Correction
  /// Measure by measure, runs in the order given.
  public var rows: [PairedComparison]

  /// An evaluation with the name a table shows for it.
  public typealias Named = (name: String, evaluation: Evaluation)

  /// Compares runs with a baseline, topic by topic, on the topics that all have. Corrections are made per measure over the runs.
  ///
  /// Throws when evaluations do not have the same measures, share no topic, or a measure is not a mean over topics.
  public static func compare(
    baseline: Named, runs: [Named], test: SignificanceTest, correction: Correction, threads: Int = 1
  ) throws(EvaluationError) -> Comparison {
    let measures = baseline.evaluation.measures
    try check(measures, runs)
    let all = [baseline] + runs
    let topics = commonTopics(all)
    if topics.isEmpty { throw .notComparable(problem: "the runs have no topic in common") }
    let union = all.reduce(into: Set<ByteString>()) { $0.formUnion($1.evaluation.topics.map(\.topic)) }
    let values = all.map { rows($0.evaluation, topics) }
    var comparison = Comparison(
      baseline: baseline.name, topics: topics, leftOut: union.count - topics.count, test: test, correction: correction, rows: [])
    for index in measures.indices {
      var rows: [PairedComparison] = []
      for (run, own) in zip(runs, values.dropFirst()) {
        let pairs = zip(values[0], own).map { (baseline: $0[index], run: $1[index]) }
        rows.append(row(measures[index], run.name, pairs, test, threads))
      }
      let corrected = correction.correct(rows.map(\.p))
      for (place, p) in corrected.enumerated() { rows[place].correctedP = p }
      comparison.rows += rows
    }
    return comparison
  }

  private static func check(_ measures: [Measure], _ runs: [Named]) throws(EvaluationError) {
    for run in runs where run.evaluation.measures != measures {
      throw .notComparable(problem: "'\(run.name)' was evaluated on other measures than the baseline")
    }
    for measure in measures {
      guard case .mean = measure.family.summary else {
        throw .notComparable(problem: "\(measure.name) is not a mean over topics; choose measures such as nDCG@10, AP, RR@10")
      }
    }
  }

  private static func commonTopics(_ all: [Named]) -> [ByteString] {
    var common = Set(all[0].evaluation.topics.map(\.topic))
    for named in all.dropFirst() { common.formIntersection(named.evaluation.topics.map(\.topic)) }
    return common.sorted()
  }

  private static func rows(_ evaluation: Evaluation, _ topics: [ByteString]) -> [[Double]] {
    let values = Dictionary(evaluation.topics.map { ($0.topic, $0.values) }, uniquingKeysWith: { first, _ in first })
    return topics.map { values[$0] ?? [] }
  }

  private static func row(
    _ measure: Measure, _ run: String, _ pairs: [(baseline: Double, run: Double)], _ test: SignificanceTest, _ threads: Int
  ) -> PairedComparison {
    let count = Double(pairs.count)
    let p = test.p(pairs.map { $0.run - $0.baseline }, threads: threads)
    return PairedComparison(
      measure: measure, run: run, baselineMean: pairs.reduce(0) { $0 + $1.baseline } / count,
      runMean: pairs.reduce(0) { $0 + $1.run } / count, p: p, correctedP: p, wins: pairs.count { $0.run > $0.baseline },
      losses: pairs.count { $0.run < $0.baseline }, ties: pairs.count { $0.run == $0.baseline })
  }
}
