internal import Synchronization
internal import Tensors

/// Workspaces between uses, at most one per thread that ever ran at the same time.
final class WorkspacePool: Sendable {
  private let shape: WorkspaceShape
  private let instructionSet: InstructionSet
  private let idle = Mutex<[Handle]>([])

  // A workspace is handed from thread to thread through the mutex, never shared.
  private struct Handle: @unchecked Sendable { let workspace: Workspace }

  init(_ shape: WorkspaceShape, on instructionSet: InstructionSet) {
    self.shape = shape
    self.instructionSet = instructionSet
  }

  /// Runs `body` with a workspace that holds the batch, for a team of `threads`. Workspaces for ordinary groups are kept; larger ones
  /// are not.
  func with<Result>(_ batch: RaggedBatch, threads: Int, _ body: (Workspace) throws -> Result) rethrows -> Result {
    let tokens = max(batch.tokenCount, SequenceGroups.tokenBudget), longest = max(batch.longest, SequenceGroups.tokenBudget)
    let held = idle.withLock { idle in
      idle.lastIndex { $0.workspace.holds(tokens: tokens, longest: longest, threads: threads) }.map { idle.remove(at: $0) }
    }
    let handle =
      held ?? Handle(workspace: Workspace(shape, tokens: tokens, longest: longest, threads: threads, on: instructionSet))
    defer { if tokens == SequenceGroups.tokenBudget { idle.withLock { $0.append(handle) } } }
    return try body(handle.workspace)
  }
}
