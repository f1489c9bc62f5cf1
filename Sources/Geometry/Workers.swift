public import Tensors

/// What computes: threads, on which no result depends, and the path of the kernels.
public struct Workers: Sendable {
  /// Threads.
  public var threads: Int
  /// The kernels that multiply vectors.
  public var instructionSet: InstructionSet

  /// Threads of a path.
  public init(threads: Int, instructionSet: InstructionSet) {
    self.threads = threads
    self.instructionSet = instructionSet
  }
}
