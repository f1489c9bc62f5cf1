import ArgumentParser
internal import Foundation
internal import Parallelism
internal import Pipelines

/// Options of every command that does work.
struct WorkOptions: ParsableArguments {
  @Option(help: "Threads to use (default: all cores). Results do not depend on it.")
  var threads: Int?

  @Option(
    help: """
      Ceiling on memory (anonymous, beside mapped files), e.g. 2G. Indexing divides its work so that it stays below; other jobs stop \
      with a message when they would need more.
      """)
  var memory: String?

  @Flag(help: "No progress and no notes on standard error.")
  var quiet = false

  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  var settings: WorkSettings {
    var settings = WorkSettings()
    settings.threads = threadCount
    settings.budget = MemoryBudget(limit: memory.flatMap(MemoryBudget.bytes))
    settings.quiet = quiet
    if !quiet { settings.note = Exit.say }
    settings.stop.wasUttered = { Interruption.wasAsked }
    settings.stop.isHeeded = { $0 ? Interruption.waitForWork("committing what was read") : Interruption.endAtOnce() }
    return settings
  }

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
    if let memory, MemoryBudget.bytes(from: memory) == nil {
      throw ValidationError("--memory \(memory): expected a size such as 512M or 2G")
    }
  }

  /// A note for people, unless --quiet.
  func note(_ text: String) { if !quiet { Exit.say(text) } }
}

/// Names of precisions on the command line; the engine's own type stays behind the jobs.
enum PrecisionName: String, CaseIterable, ExpressibleByArgument {
  case fp32
  case int8
}

/// Options of commands that write a run.
struct RunOutputOptions: ParsableArguments {
  @Option(help: "Last column of a TREC run.")
  var tag = "winnow"

  @Flag(help: "Replace an output of another recipe.")
  var overwrite = false

  func validate() throws {
    if tag.isEmpty || tag.contains(where: \.isWhitespace) { throw ValidationError("--tag must be one word") }
  }
}
