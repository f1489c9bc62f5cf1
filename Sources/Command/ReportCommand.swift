import ArgumentParser
internal import Files
internal import Pipelines

/// `winnow report`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "One table over several trained folders: their scores on the test sets, and what they cost.",
    discussion: """
        winnow report results/adamw-1 results/adamw-2 results/lion-1 results/lion-2

      Trainings that differ in their seed alone stand together, followed by their mean.
      """)

  @Argument(help: "Folders that `winnow train` made.")
  var folders: [String]

  @Option(help: "table, markdown or json.")
  var format = Format.table

  /// How a report is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, markdown, json
  }

  func run() throws {
    if folders.isEmpty { throw Usage("give at least one folder of `winnow train`") }
    let report = try TrainingReport(folders: folders)
    switch format {
    case .table: try StandardOutput.write(report.text)
    case .markdown: try StandardOutput.write(report.markdown)
    case .json: try StandardOutput.write(report.json)
    }
  }
}
