internal import Parallelism
public import Storage

/// Builds the lexical part of an index from texts in document order.
///
/// A batch is analysed in parallel, then inverted in order; everything stays in memory (about 12 bytes a posting, in slabs) until `finish`.
/// The stored bytes depend on the texts alone, not on batches or threads.
public struct LexicalBuilder: ~Copyable {
  /// Documents analysed together by one thread.
  private static let groupSize = 2048

  private let threads: Int
  private let blockSize: Int
  private var inversion = Inversion()

  private let firstDocument: Int

  /// A builder that uses at most `threads` threads.
  /// - Parameter firstDocument: the number of the first document that will be added: after an interruption, the end of the last run.
  public init(threads: Int, firstDocument: Int = 0) {
    self.init(threads: threads, firstDocument: firstDocument, blockSize: 128)
  }

  /// For tests: blocks of fewer postings, so that small collections have long lists.
  package init(threads: Int, firstDocument: Int = 0, blockSize: Int) {
    self.threads = max(1, threads)
    self.blockSize = blockSize
    self.firstDocument = firstDocument
  }

  /// Documents added so far, those before `firstDocument` and spilled ones included.
  public var documents: Int { firstDocument + inversion.lengths.count }

  /// Anonymous memory of what is not spilled yet, in bytes.
  public var heldBytes: Int { 0 }

  /// Writes what is not spilled yet as a sorted run, synced to the disk, and empties the builder.
  /// - Parameter path: a file that is created or replaced.
  /// - Throws: `StorageError.diskFull` or `.system`.
  public mutating func spill(to path: String) throws -> LexicalRun {
    throw LexicalError.damagedRun(path: path, detail: "spilling is not there yet")
  }

  /// Appends documents. Larger batches use more threads: 2,048 texts are one thread's work.
  /// - Throws: `LexicalError.tooManyDocuments`.
  public mutating func add(_ texts: [[UInt8]]) throws {
    let size = Self.groupSize
    let groups = try mapBlocks(count: (texts.count + size - 1) / size, threads: threads) { group in
      InvertedGroup(texts[(group * size)..<min(texts.count, (group + 1) * size)])
    }
    for group in groups { try inversion.merge(group) }
  }

  /// Appends documents given as terms, for tests and for texts analysed elsewhere.
  package mutating func add(terms documents: [[[UInt8]]]) throws {
    var group = InvertedGroup()
    for document in documents { group.add(document) }
    try inversion.merge(group)
  }

  /// Writes the extents of the lexical part, in ascending key order.
  /// - Returns: counts over the collection.
  public consuming func finish(into writer: inout StoreWriter) throws -> LexicalStatistics {
    var serializer = LexicalSerializer(threads: threads, blockSize: blockSize)
    return try serializer.write(inversion, into: &writer)
  }
}
