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

  /// A builder that uses at most `threads` threads.
  public init(threads: Int) { self.init(threads: threads, blockSize: 128) }

  /// For tests: blocks of fewer postings, so that small collections have long lists.
  package init(threads: Int, blockSize: Int) {
    self.threads = max(1, threads)
    self.blockSize = blockSize
  }

  /// Documents added so far.
  public var documents: Int { inversion.lengths.count }

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
