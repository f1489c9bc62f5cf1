public import ArgumentParser
public import Evaluation
internal import Files
internal import Foundation
internal import Ranking

/// Options that decide how runs are scored; shared by `evaluate` and `compare`.
struct ScoringOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: "A measure, in ir_measures' names (nDCG@10, AP(rel=2), RR@10, R@1000) or trec_eval's (ndcg_cut_10, map). Repeatable.")
  var measure: [String] = []

  @Option(name: .shortAndLong, help: "Lowest grade that counts as relevant for binary measures.")
  var level: Int32 = 1

  @Flag(name: .customShort("c"), help: "Average over all judged topics; topics the run lacks count 0.")
  var complete = false

  @Option(name: .customShort("M"), help: "Look at the first so many documents of each topic only.")
  var depth: Int?

  @Flag(name: .customShort("J"), help: "Leave out documents without a judgement.")
  var judgedOnly = false

  @Option(name: .customShort("N"), help: "Documents in the collection (for utility measures).")
  var collectionSize = 0

  @Option(help: "Details as in trec_eval 9 (float32 scores) or 10 (double).")
  var compat = "10"

  func validate() throws {
    if EvaluationOptions.Compatibility(rawValue: compat) == nil { throw ValidationError("--compat must be 9 or 10") }
    if level < 0 { throw ValidationError("-l must be 0 or more") }
    if let depth, depth < 1 { throw ValidationError("-M must be at least 1") }
    if collectionSize < 0 { throw ValidationError("-N must be 0 or more") }
  }

  /// The measures asked for; a name that stands for none is wrong usage.
  func measures(default standard: [String]) throws -> [Measure] {
    do { return try Measure.list(measure.isEmpty ? standard : measure) } catch { throw Usage("\(error)") }
  }

  func options(threads: Int) -> EvaluationOptions {
    var options = EvaluationOptions()
    options.level = level
    options.complete = complete
    options.depth = depth
    options.judgedOnly = judgedOnly
    options.collectionSize = collectionSize
    options.compatibility = EvaluationOptions.Compatibility(rawValue: compat) ?? .trecEval10
    options.threads = threads
    return options
  }

  /// Scores runs under their file names; notes about topics go to standard error.
  func scores(of runs: [String], _ judgements: Judgements, _ measures: [Measure], quiet: Bool) throws -> [(
    name: String, evaluation: Evaluation
  )] {
    let options = options(threads: ProcessInfo.processInfo.activeProcessorCount)
    return try runs.map { path in
      let evaluation = try evaluate(RunFile.readTable(path: path), judgements, measures: measures, options: options)
      if !quiet { evaluation.warnings.forEach { Exit.say("\(path): \($0)") } }
      return (name: path, evaluation: evaluation)
    }
  }
}

/// `winnow evaluate`
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score run files against relevance judgements, as trec_eval does.",
    discussion: """
        winnow evaluate qrels.txt bm25.run hybrid.run -m nDCG@10 -m "AP(rel=2)"
        winnow evaluate qrels.txt bm25.run --format trec_eval -q

      Topics in both files count; -c counts judged topics that the run lacks as 0. Ties are ordered as trec_eval orders them: \
      by score, then by document id descending.
      """)

  @Argument(help: "Judgements: TREC qrels, or BEIR's TSV.")
  var qrels: String

  @Argument(help: "TREC runs, or MS MARCO's three columns; .gz and .zst too.")
  var runs: [String]

  @OptionGroup var scoring: ScoringOptions

  @Flag(name: .customShort("q"), help: "Values for every topic too.")
  var perTopic = false

  @Flag(name: .customShort("n"), help: "No values over all topics (with -q, trec_eval's format).")
  var noSummary = false

  @Option(help: "table, trec_eval or json.")
  var format = EvaluationFormat.table

  @Flag(help: "No notes on standard error.")
  var quiet = false

  /// What a table shows when no measure is named.
  static let tableMeasures = ["nDCG@10", "RR@10", "AP", "R@100", "R@1000"]

  func run() throws {
    if runs.isEmpty { throw Usage("give at least one run") }
    let measures = try scoring.measures(default: format == .trecEval ? [] : Self.tableMeasures)
    let judgements = try JudgementsFile.read(path: qrels)
    let evaluations = try scoring.scores(of: runs, judgements, measures, quiet: quiet)
    try StandardOutput.write(format.render(evaluations, perTopic: perTopic, summary: !noSummary))
  }
}

extension EvaluationFormat: ExpressibleByArgument {}
