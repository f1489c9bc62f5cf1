import ArgumentParser
internal import Files
internal import Pipelines

/// `winnow doctor`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show what this machine offers: CPU, kernels, OpenBLAS, memory, disk, models; and what to fix (exit code 1).")

  @Option(help: "Only look for this model; exit code 1 when it is not found.")
  var model: String?

  func run() throws {
    if let model { return try StandardOutput.write(try Diagnosis.folder(ofModel: model) + "\n") }
    let report = Diagnosis.report()
    try StandardOutput.write(report.text)
    if !report.sound { throw ExitCode.failure }
  }
}
