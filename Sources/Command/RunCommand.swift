import ArgumentParser
internal import Files
internal import Foundation
internal import Pipelines

/// `winnow run`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a pipeline file: build its index, run its systems, score them, check expected values.",
    discussion: """
        winnow run Pipelines/quickstart/quickstart.yaml
        winnow run Pipelines/dl19-pool.yaml --output results/k1 \\
          --set systems.BM25.stages.bm25.k1=1.2

      Prints the table; writes run files, metrics.json and report.md. Results of an earlier run of the file are replaced when \
      anything they depend on has changed. `--dry-run` prints the plan only. Exit code 3 when a value under `expect:` is not met.
      """)

  @Argument(help: "The pipeline file (YAML).")
  var pipeline: String

  @Option(help: "Change a value before anything is checked: key.path=value; items of lists by name or number.")
  var set: [String] = []

  @Option(help: "Results folder (default: results/NAME).")
  var output: String?

  @Flag(help: "Run again even when the results are up to date.")
  var force = false

  @Flag(help: "Print what would be done and stop.")
  var dryRun = false

  @OptionGroup var work: WorkOptions

  func run() throws {
    let text = String(decoding: try readWhole(path: pipeline), as: UTF8.self)
    let configuration = try PipelineConfiguration(text: text, file: pipeline, overrides: set)
    var runner = PipelineRunner(configuration: configuration, output: output ?? "results/\(configuration.name)")
    if dryRun { return try StandardOutput.write(runner.plan()) }
    runner.work = work.settings
    runner.force = force
    switch try runner.run() {
    case .skipped(let missing): Exit.say("SKIPPED pipeline \(configuration.name): it needs \(missing), which is not there")
    case .upToDate(let table, let missed):
      try finish(table, missed)
      work.note("\(runner.output): up to date (--force runs it again)")
    case .finished(let table, let missed):
      try finish(table, missed)
      work.note("results: \(runner.output)")
    }
  }

  private func finish(_ table: String, _ missed: [String]) throws {
    try StandardOutput.write(table)
    missed.forEach(Exit.say)
    if !missed.isEmpty { throw ExitCode(Exit.expectationMissed) }
  }
}
