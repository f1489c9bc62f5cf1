public import ArgumentParser
public import Evaluation
internal import Files
internal import Foundation
internal import Ranking

/// `winnow compare`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Test whether runs differ from a baseline by more than chance.",
    discussion: """
        winnow compare qrels.txt bm25.run hybrid.run reranked.run -m nDCG@10

      Paired and two-sided, topic by topic; p-values of several runs are corrected together, measure by measure.
      """)

  @Argument(help: "Judgements.")
  var qrels: String

  @Argument(help: "The baseline's run.")
  var baseline: String

  @Argument(help: "The runs to compare with it.")
  var runs: [String]

  @OptionGroup var scoring: ScoringOptions

  @Option(help: "t (paired t-test) or randomisation (Fisher's).")
  var test = TestName.t

  @Option(help: "holm, bonferroni or none.")
  var correction = Correction.holm

  @Option(help: "Samples of the randomisation test.")
  var samples = 100_000

  @Option(help: "Seed of the randomisation test.")
  var seed: UInt64 = RandomisationTest().seed

  @Flag(help: "No notes on standard error.")
  var quiet = false

  func validate() throws {
    if runs.isEmpty { throw ValidationError("give at least one run to compare with the baseline") }
    guard (1...RandomisationTest.sampleLimit).contains(samples) else {
      throw ValidationError("--samples must be from 1 to \(RandomisationTest.sampleLimit)")
    }
  }

  func run() throws {
    let measures = try scoring.measures(default: ["nDCG@10", "RR@10", "AP"])
    let judgements = try JudgementsFile.read(path: qrels)
    let evaluations = try scoring.scores(of: [baseline] + runs, judgements, measures, quiet: quiet)
    let chosen: SignificanceTest = test == .t ? .t : .randomisation(RandomisationTest(samples: samples, seed: seed))
    let comparison = try Comparison.compare(
      baseline: evaluations[0], runs: Array(evaluations.dropFirst()), test: chosen, correction: correction,
      threads: ProcessInfo.processInfo.activeProcessorCount)
    if comparison.topics.count < 2, !quiet { Exit.say("only one topic is in all runs: no test can tell a difference, so p is 1") }
    try StandardOutput.write(ComparisonTable.render(comparison))
  }
}

/// Tests on the command line.
enum TestName: String, CaseIterable, ExpressibleByArgument {
  case t
  case randomisation
}

extension Correction: ExpressibleByArgument {}
