import ArgumentParser
internal import Files
internal import Pipelines
internal import Ranking

/// `winnow fuse`
struct FuseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuse",
    abstract: "Join run files by ranks or by scores, with weights tuned on other queries.",
    discussion: """
        winnow fuse bm25.run dense.run --output hybrid.run
        winnow fuse dense.run reranked.run --output fused.run --method zscore --weights 0.3 0.7
        winnow fuse train-bm25.run train-dense.run --method minmax --tune train-qrels.txt --save-weights weights.json
        winnow fuse bm25.run dense.run --weights-file weights.json --output hybrid.run

      rrf, the default: the sum of 1 / (k + rank) over the runs that hold the document. linear, minmax and zscore: the weighted sum \
      of its scores, as they are or normalised within each query. A document that a run lacks counts its last score, as in \
      Pyserini's hybrid search, or with --missing zero nothing, as in ranx and in Anserini's fusion of runs.

      --tune tries weights that add up to 1: two runs in steps of 1/20, three in steps of 1/10, more by moving weight between runs for as \
      long as that helps (at most 2,000 combinations). Of equal ones the most for the first run is taken. Without --output the weights are \
      printed. Tune on other queries than those you report.
      """)

  @Argument(help: "Two or more TREC runs.")
  var runs: [String]

  @Option(help: "Run file to write; - is standard output. Only --tune goes without.")
  var output: String?

  @Option(help: "How to join: \(Fusion.names.joined(separator: ", ")). (default: rrf)")
  var method: String?

  @Option(help: "The constant of reciprocal rank fusion. (default: 60)")
  var k: Int?

  @Option(parsing: .upToNextOption, help: "Weights of linear, minmax and zscore, one a run; without them all count alike.")
  var weights: [Double] = []

  @Option(
    help: "What a document counts in a run that lacks it: last, as much as the run's last document, or zero. (default: last)")
  var missing: MissingScoreName?

  @OptionGroup var tuning: FusionTuningOptions

  @Option(help: "Documents kept for each query.")
  var hits = 1000

  @OptionGroup var result: RunOutputOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if runs.count < 2 { throw ValidationError("give at least two runs") }
    if let k, k < 0 { throw ValidationError("--k must be 0 or more") }
    if hits < 1 { throw ValidationError("--hits must be at least 1") }
    if let method, !Fusion.names.contains(method) {
      throw ValidationError("unknown method '\(method)'; known: \(Fusion.names.joined(separator: ", "))")
    }
    if !weights.isEmpty, weights.count != runs.count {
      throw ValidationError("\(weights.count) weights for \(runs.count) runs; give one a run")
    }
    if weights.contains(where: { !$0.isFinite }) { throw ValidationError("--weights must be numbers") }
    if output == nil, tuning.tune == nil { throw ValidationError("give --output; only --tune goes without") }
    try tuning.check(settings: method != nil || missing != nil || k != nil, weights: !weights.isEmpty)
    try checkMethod()
  }

  private func checkMethod() throws {
    if tuning.weightsFile != nil { return }
    if method ?? "rrf" == "rrf" {
      if !weights.isEmpty || tuning.tune != nil || missing != nil {
        throw ValidationError("rrf takes no weights, and what is missing counts nothing; use --method linear, minmax or zscore")
      }
    } else if k != nil {
      throw ValidationError("--k belongs to rrf")
    }
  }

  func run() throws {
    let method = tuning.weightsFile == nil ? self.method ?? "rrf" : "linear"
    guard
      let fusion = Fusion(
        named: method, runs: runs.count, k: k ?? 60, weights: weights.isEmpty ? nil : weights,
        missing: (missing ?? .last).score, hits: hits)
    else { return }
    var job = FuseJob(runs: runs, output: output, fusion: fusion)
    job.weights = try tuning.weights()
    job.tag = result.tag
    job.overwrite = result.overwrite
    job.threads = work.threadCount
    job.note = work.note
    let outcome = try job.execute()
    for path in outcome.upToDate { work.note("\(path): up to date") }
    if output == nil, let weights = outcome.weights {
      try StandardOutput.write(weights.map { "\($0)" }.joined(separator: " ") + "\n")
    }
  }
}

/// Where the weights of a fusion come from.
struct FusionTuningOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Choose the weights by these judgements.", valueName: "qrels"))
  var tune: String?

  @Option(help: ArgumentHelp("The measure that --tune makes largest. (default: nDCG@10)", valueName: "measure"))
  var tuneMeasure: String?

  @Option(help: ArgumentHelp("Write the weights that --tune finds, with what they are of, as JSON.", valueName: "file"))
  var saveWeights: String?

  @Option(help: ArgumentHelp("Take method and weights from a file that --save-weights wrote.", valueName: "file"))
  var weightsFile: String?

  /// Refuses what does not go together: `settings` says that method, missing or k were given.
  func check(settings: Bool, weights: Bool) throws {
    if tune == nil, saveWeights != nil || tuneMeasure != nil {
      throw ValidationError("--save-weights and --tune-measure go with --tune QRELS")
    }
    if [tune != nil, weightsFile != nil, weights].count(where: { $0 }) > 1 {
      throw ValidationError("weights come from --weights, from --weights-file or from --tune: give one of them")
    }
    if weightsFile != nil, settings {
      throw ValidationError("--weights-file says the method itself: leave out --method, --missing and --k")
    }
    if let saveWeights, saveWeights == "-" {
      throw ValidationError("--save-weights writes a file; without --output the weights are printed")
    }
  }

  func weights() throws -> FuseJob.Weights {
    if let weightsFile { return .saved(file: weightsFile) }
    guard let tune else { return .given }
    do {
      let measure = try FusionTuning.checked(measure: tuneMeasure ?? "nDCG@10")
      return .tuned(FusionTuning(judgements: tune, measure: measure), file: saveWeights)
    } catch { throw Usage("\(error)") }
  }
}

/// `MissingScore` on the command line.
enum MissingScoreName: String, CaseIterable, ExpressibleByArgument {
  case last
  case zero

  var score: MissingScore { self == .last ? .last : .zero }
}
