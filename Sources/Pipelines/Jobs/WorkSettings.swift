public import Parallelism

/// What every job is given beside its inputs. Results do not depend on any of it.
public struct WorkSettings: Sendable {
  /// Threads.
  public var threads = 1
  /// Ceiling on memory.
  public var budget = MemoryBudget(limit: nil)
  /// No progress.
  public var quiet = false
  /// Asked between blocks of long work, where a job that can go on later ends when it is true.
  var shouldStop: @Sendable () -> Bool = { false }
  /// Takes notes for people, e.g. on skipped lines.
  public var note: @Sendable (String) -> Void = { _ in }

  /// How work that can be committed in the middle hears that it should.
  public var stop = StopRequest()

  /// One thread, no ceiling, progress, and notes dropped.
  public init() {}

  /// To be called between two blocks of work.
  /// - Throws: `CancellationError` when the work is to end.
  func stopIfAsked() throws {
    if shouldStop() { throw CancellationError() }
  }
}
