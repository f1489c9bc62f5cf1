import Foundation
import TestSupport

/// The built `winnow` executable, run as a person runs it.
enum WinnowProcess {
  struct Result {
    var status: Int32
    var output: String
    var error: String
  }

  /// The executable stands beside the test bundle.
  static let executable: String = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("winnow").path
    let usual = SharedData.projectRoot.appendingPathComponent(".build/release/winnow").path
    return FileManager.default.isExecutableFile(atPath: bundle) ? bundle : usual
  }()

  static func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
    try shell(arguments.map(quoted).reduce(quoted(executable)) { "\($0) \($1)" }, environment: environment)
  }

  /// A shell line in which `$WINNOW` is the executable.
  static func shell(_ line: String, environment: [String: String] = [:]) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    variables["WINNOW"] = executable
    process.environment = variables
    let folder = try TemporaryFolder()
    _ = FileManager.default.createFile(atPath: folder.file("out"), contents: nil)
    _ = FileManager.default.createFile(atPath: folder.file("err"), contents: nil)
    process.standardOutput = FileHandle(forWritingAtPath: folder.file("out"))
    process.standardError = FileHandle(forWritingAtPath: folder.file("err"))
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: try folder.read("out"), as: UTF8.self),
      error: String(decoding: try folder.read("err"), as: UTF8.self))
  }

  private static func quoted(_ text: String) -> String { "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'" }
}
