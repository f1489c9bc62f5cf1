import ArgumentParser
internal import Files
internal import Foundation
internal import Parallelism
internal import Pipelines

/// Wrong usage that the parser itself cannot see; exit code 2.
struct Usage: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Ends the process with the exit code that an error stands for.
enum Exit {
  static let expectationMissed: Int32 = 3

  static func end(with error: any Error) -> Never {
    switch error {
    case FilesError.closedPipe: exit(0)
    case let code as ExitCode: exit(code.rawValue)
    case let stopped as BuildStopped:
      say("winnow: \(stopped)")
      exit(Interruption.exitCode)
    case let usage as Usage:
      say("winnow: \(usage)")
      exit(2)
    case PipelinesError.setting:
      say("winnow: \(error)")
      exit(2)
    default: break
    }
    if Winnow.exitCode(for: error) == .success {
      try? StandardOutput.write(Winnow.fullMessage(for: error) + "\n")
      exit(0)
    }
    if Winnow.exitCode(for: error) == .validationFailure {
      say(Winnow.fullMessage(for: error))
      exit(2)
    }
    say("winnow: \(error)")
    exit(1)
  }

  /// A line on standard error, instead of the bar that may stand there.
  static func say(_ text: String) {
    Progress.makeRoom()
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// A line on standard error, below a bar or keys that were struck.
  static func sayBelow(_ text: String) {
    Progress.makeRoom(keepingBar: true)
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
