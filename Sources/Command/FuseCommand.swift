import ArgumentParser
internal import Pipelines

/// `winnow fuse`
struct FuseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuse",
    abstract: "Join run files by reciprocal rank fusion.",
    discussion:
      "  winnow fuse bm25.run dense.run --output hybrid.run\n\nA document's score is the sum of 1 / (k + rank) over the runs that hold it."
  )

  @Argument(help: "Two or more TREC runs.")
  var runs: [String]

  @Option(help: "Run file to write; - is standard output.")
  var output: String

  @Option(help: "How to join; rrf is reciprocal rank fusion.")
  var method = FusionMethod.rrf

  @Option(help: "The constant of reciprocal rank fusion.")
  var k = 60

  @Option(help: "Documents kept for each query.")
  var hits = 1000

  @OptionGroup var result: RunOutputOptions

  @Flag(help: "No notes on standard error.")
  var quiet = false

  func validate() throws {
    if runs.count < 2 { throw ValidationError("give at least two runs") }
    if k < 0 { throw ValidationError("--k must be 0 or more") }
    if hits < 1 { throw ValidationError("--hits must be at least 1") }
  }

  func run() throws {
    var job = FuseJob(runs: runs, output: output)
    job.k = k
    job.hits = hits
    job.tag = result.tag
    job.overwrite = result.overwrite
    if !quiet { job.note = Exit.say }
    if try !job.execute(), !quiet { Exit.say("\(output): up to date") }
  }
}

/// Fusion methods on the command line.
enum FusionMethod: String, CaseIterable, ExpressibleByArgument {
  case rrf
}
