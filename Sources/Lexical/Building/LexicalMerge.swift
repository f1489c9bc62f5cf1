public import Storage

/// Joins sorted runs into the extents of the lexical part.
public enum LexicalMerge {
  /// Writes the extents, in ascending key order: the same bytes as those of one `LexicalBuilder` that never spilled, whatever the runs.
  /// - Parameters:
  ///   - runs: in document order, from document 0 on without holes. Their files are mapped, and checked while they are read.
  ///   - threads: at most so many work on ranges of terms.
  ///   - memory: anonymous bytes it may use beside the writer's.
  /// - Returns: counts over the collection.
  /// - Throws: `LexicalError.damagedRun` when a file is not what was written.
  public static func write(
    _ runs: [LexicalRun], threads: Int, memory: Int, into writer: inout StoreWriter
  ) throws -> LexicalStatistics {
    throw LexicalError.damagedRun(path: runs.first?.path ?? "", detail: "merging is not there yet")
  }
}
