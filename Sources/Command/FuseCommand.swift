import ArgumentParser
internal import Pipelines
internal import Ranking

/// `winnow fuse`
struct FuseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuse",
    abstract: "Join run files by ranks or by scores.",
    discussion: """
        winnow fuse bm25.run dense.run --output hybrid.run
        winnow fuse dense.run reranked.run --output fused.run --method zscore --weights 0.3 0.7
        winnow fuse dense.run reranked.run --output fused.run --method zscore --tune train-qrels.txt

      rrf, the default: the sum of 1 / (k + rank) over the runs that hold the document. linear, minmax and zscore: the weighted sum \
      of its scores, as they are or normalised within each query; a run that lacks the document counts its own last score. \
      Tune on other queries than those you report.
      """)

  @Argument(help: "Two or more TREC runs.")
  var runs: [String]

  @Option(help: "Run file to write; - is standard output.")
  var output: String

  @Option(help: "How to join: \(Fusion.names.joined(separator: ", ")).")
  var method = "rrf"

  @Option(help: "The constant of reciprocal rank fusion.")
  var k = 60

  @Option(parsing: .upToNextOption, help: "Weights of linear, minmax and zscore, one a run; without them all count alike.")
  var weights: [Double] = []

  @Option(help: ArgumentHelp("Choose the weights of two runs by nDCG@10 on these judgements.", valueName: "qrels"))
  var tune: String?

  @Option(help: "Documents kept for each query.")
  var hits = 1000

  @OptionGroup var result: RunOutputOptions

  @Flag(help: "No notes on standard error.")
  var quiet = false

  func validate() throws {
    if runs.count < 2 { throw ValidationError("give at least two runs") }
    if k < 0 { throw ValidationError("--k must be 0 or more") }
    if hits < 1 { throw ValidationError("--hits must be at least 1") }
    if !Fusion.names.contains(method) {
      throw ValidationError("unknown method '\(method)'; known: \(Fusion.names.joined(separator: ", "))")
    }
    if !weights.isEmpty, weights.count != runs.count {
      throw ValidationError("\(weights.count) weights for \(runs.count) runs; give one a run")
    }
    if weights.contains(where: { !$0.isFinite }) { throw ValidationError("--weights must be numbers") }
    if method == "rrf", !weights.isEmpty || tune != nil {
      throw ValidationError("rrf takes no weights; use --method linear, minmax or zscore")
    }
    if tune != nil, runs.count != 2 || !weights.isEmpty { throw ValidationError("--tune takes two runs, and no --weights") }
  }

  func run() throws {
    guard
      let fusion = Fusion(named: method, runs: runs.count, k: k, weights: weights.isEmpty ? nil : weights, hits: hits)
    else { return }
    var job = FuseJob(runs: runs, output: output, fusion: fusion)
    job.tuning = tune.map { FusionTuning(judgements: $0) }
    job.tag = result.tag
    job.overwrite = result.overwrite
    if !quiet { job.note = Exit.say }
    if try !job.execute(), !quiet { Exit.say("\(output): up to date") }
  }
}
