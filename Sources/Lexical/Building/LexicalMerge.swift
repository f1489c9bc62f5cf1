public import Storage

/// Joins sorted runs into the extents of the lexical part.
public enum LexicalMerge {
  /// Writes the extents, in ascending key order: the same bytes as those of one `LexicalBuilder` that never spilled, whatever the runs.
  ///
  /// Anonymous memory: 3 bytes a document (5 with documents of more than 65,535 terms), per thread the longest list as it is stored, and
  /// within `memory` pieces in work and the term dictionary (about 11 bytes a term; what is too much goes to a file beside the first run).
  /// - Parameters:
  ///   - runs: in document order, from document 0 on without holes. Their files are mapped, and checked while they are read.
  ///   - threads: at most so many work on ranges of terms.
  ///   - memory: anonymous bytes it may use beside the writer's; less only makes the pieces smaller.
  /// - Returns: counts over the collection.
  /// - Throws: `LexicalError.damagedRun` when a file is not what was written.
  public static func write(
    _ runs: [LexicalRun], threads: Int, memory: Int, into writer: inout StoreWriter
  ) throws -> LexicalStatistics {
    try write(runs, threads: threads, memory: memory, blockSize: BitPacking.blockSize, into: &writer)
  }

  /// For tests: blocks of fewer postings, so that small collections have long lists.
  package static func write(
    _ runs: [LexicalRun], threads: Int, memory: Int, blockSize: Int, into writer: inout StoreWriter
  ) throws -> LexicalStatistics {
    try checkOrder(runs)
    let files = try runs.map { try RunFile($0) }
    return try withExtendedLifetime(files) {
      let lengths = CollectionLengths(files.map(\.lengths))
      let terms = PendingTerms(limit: memory / 4, path: (runs.first?.path ?? "") + ".terms")
      var serializer = try LexicalSerializer(lengths, blockSize: blockSize, terms: terms, into: &writer)
      let merge = SegmentMerge(
        files.flatMap { RunSegment.all(of: $0) }, blockSize: blockSize, norms: lengths.norms, threads: max(1, threads),
        weight: pieceBytes(memory: memory, threads: threads))
      try merge.write(to: &serializer, into: &writer)
      return try serializer.finish(into: &writer)
    }
  }

  /// A piece costs its bytes in the runs, or somewhat more, when it is encoded; four a thread are in work.
  private static func pieceBytes(memory: Int, threads: Int) -> Int {
    min(max(memory / (16 * max(1, threads)), 256 << 10), 4 << 20)
  }

  private static func checkOrder(_ runs: [LexicalRun]) throws {
    var end = 0
    for run in runs {
      guard run.documents.lowerBound == end else {
        throw LexicalError.damagedRun(
          path: run.path, detail: "it begins at document \(run.documents.lowerBound) where \(end) comes next")
      }
      end = run.documents.upperBound
    }
  }
}
