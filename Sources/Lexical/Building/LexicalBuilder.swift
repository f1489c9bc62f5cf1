internal import Parallelism
public import Ranking
public import Storage
internal import Synchronization

/// Builds the lexical part of an index from texts in document order.
///
/// Each thread inverts documents of its own; their lists are merged by document when they are written, so what is stored depends on the
/// texts alone, not on batches, threads or spills. Memory: `heldBytes`, about 2 bytes a posting and 100 a distinct word and thread.
public struct LexicalBuilder: ~Copyable {
  /// Documents that a thread takes at a time.
  private static let groupSize = 256
  /// Weight between two places where the merge of an unspilled builder can be cut.
  private static let markWeight = 64 << 10

  private let threads: Int
  private let blockSize: Int
  private var lanes: [InversionLane] = []
  /// Number of the first document that is not spilled.
  private var firstDocument: Int
  /// The lengths of the documents that are not spilled.
  private var lengths: [UInt32] = []

  /// A builder that uses at most `threads` threads.
  /// - Parameter firstDocument: the number of the first document that will be added: after an interruption, the end of the last run.
  public init(threads: Int, firstDocument: Int = 0) {
    self.init(threads: threads, firstDocument: firstDocument, blockSize: BitPacking.blockSize)
  }

  /// For tests: blocks of fewer postings, so that small collections have long lists.
  package init(threads: Int, firstDocument: Int = 0, blockSize: Int) {
    self.threads = max(1, threads)
    self.blockSize = blockSize
    self.firstDocument = max(0, firstDocument)
  }

  /// Documents added so far, those before `firstDocument` and spilled ones included.
  public var documents: Int { firstDocument + lengths.count }

  /// Anonymous memory of what is not spilled yet, in bytes: postings, terms, words met and lengths. Spilling needs no more.
  public var heldBytes: Int {
    lanes.reduce(lengths.count * MemoryLayout<UInt32>.stride) { $0 + $1.inversion.heldBytes }
  }

  /// How long a sample of the texts that are not spilled yet took, over all threads.
  public var times: InversionTimes {
    lanes.reduce(into: InversionTimes()) {
      $0.add(analysis: $1.inversion.times.analysis, inversion: $1.inversion.times.inversion)
    }
  }

  /// Appends documents. Larger batches use more threads: 256 texts are one thread's work.
  /// - Throws: `LexicalError.tooManyDocuments`.
  public mutating func add(_ texts: [[UInt8]]) throws { try add(.texts(texts)) }

  /// Appends documents of impacts, for an index with an `ImpactMark`. Not to be mixed with texts.
  /// - Throws: `LexicalError.tooManyDocuments`.
  public mutating func add(impacts vectors: [ImpactVector]) throws { try add(.impacts(vectors)) }

  /// Appends documents given as terms, for tests and for texts analysed elsewhere.
  package mutating func add(terms documents: [[[UInt8]]]) throws { try add(.terms(documents)) }

  private mutating func add(_ batch: DocumentBatch) throws {
    guard batch.count <= Inversion.documentLimit - documents else {
      throw LexicalError.tooManyDocuments(limit: Inversion.documentLimit)
    }
    let groups = (batch.count + Self.groupSize - 1) / Self.groupSize
    while lanes.count < min(threads, groups) { lanes.append(InversionLane()) }
    let added = Mutex([[UInt32]](repeating: [], count: groups))
    let next = Atomic<Int>(0)
    let (lanes, base) = (self.lanes, documents)
    try forEachBlock(count: min(lanes.count, groups), threads: threads) { lane in
      while true {
        let group = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if group >= groups { return }
        let range = (group * Self.groupSize)..<min(batch.count, (group + 1) * Self.groupSize)
        let lengths = lanes[lane].add(batch, range, from: UInt32(base + range.lowerBound))
        added.withLock { $0[group] = lengths }
      }
    }
    for group in added.withLock({ $0 }) { lengths += group }
  }

  /// Writes what is not spilled yet as a sorted run, synced to the disk, and empties the builder.
  /// - Parameter path: a file that is created or replaced; it is removed again when writing fails.
  /// - Throws: `StorageError.diskFull` or `.system`; nothing is lost then, and it can be tried again.
  public mutating func spill(to path: String) throws -> LexicalRun {
    var writer = try RunWriter(path: path, firstDocument: firstDocument, lengths: lengths)
    for segment in try sortedSegments() { try writer.append(segment, threads: threads) }
    let run = try writer.finish()
    firstDocument = documents
    lengths = []
    lanes = []
    return run
  }

  /// Writes the extents of the lexical part, in ascending key order. Precondition: nothing was spilled; else see `LexicalMerge`.
  /// - Returns: counts over the collection.
  public consuming func finish(into writer: inout StoreWriter) throws -> LexicalStatistics {
    precondition(firstDocument == 0, "a builder that spilled is finished by LexicalMerge")
    let (segments, stored, blockSize, threads) = (try sortedSegments(), self.lengths, self.blockSize, self.threads)
    return try withExtendedLifetime(segments) {
      try unsafe stored.withUnsafeBytes { buffer in
        let lengths = unsafe CollectionLengths([ByteRegion(buffer)])
        var serializer = try LexicalSerializer(lengths, blockSize: blockSize, terms: PendingTerms(), into: &writer)
        let merge = SegmentMerge(segments, blockSize: blockSize, norms: lengths.norms, threads: threads, weight: 1 << 20)
        try merge.write(to: &serializer, into: &writer)
        return try serializer.finish(into: &writer)
      }
    }
  }

  private func sortedSegments() throws -> [InvertedSegment] {
    try InvertedSegment.sorted(
      lanes, of: UInt32(firstDocument)..<UInt32(documents), markWeight: Self.markWeight, threads: threads)
  }
}
