public import Bytes
public import Storage

/// The lexical part of a published index: BM25 search over all its documents. Opening reads a few hundred bytes; the rest stays mapped.
/// Ties are settled by the index's `TieRanks`; in an index without documents, by document number.
///
/// `@unchecked Sendable`: regions point into extents that the index retains and nobody writes.
public final class LexicalIndex: Sendable {
  /// Counts over the collection. In an index of impacts a document's length is the sum of its impacts.
  public let statistics: LexicalStatistics
  /// How the impacts came about, in an index of impacts (see `ImpactMark`); nil in one of texts.
  public let impacts: ByteString?
  let dictionary: TermDictionary
  let postings: PostingsExtents
  let norms: ByteRegion
  /// What each length has above the least one with its norm, in 1, 2 or 4 bytes.
  let remainders: ByteRegion
  let tieRanks: ByteRegion
  let blockSize: Int
  private let extents: [MappedExtent]

  /// Opens the lexical part of a snapshot.
  /// - Throws: `StorageError` when an extent is missing, `LexicalError.corrupt` when their sizes contradict each other.
  public init(_ snapshot: Snapshot) throws {
    impacts = try ImpactMark.read(snapshot)
    let head = try [LexicalExtents.statistics, LexicalExtents.norms, LexicalExtents.lengths].map { try snapshot.require($0) }
    let postingsExtents = try snapshot.extents(of: .lexical, name: LexicalExtents.postings)
    let termExtents = try snapshot.extents(of: .lexical, name: LexicalExtents.terms)
    (statistics, blockSize) = try Self.readStatistics(ByteRegion(head[0]))
    norms = ByteRegion(head[1])
    remainders = ByteRegion(head[2])
    dictionary = TermDictionary(termExtents.map { ByteRegion($0) })
    postings = PostingsExtents(postingsExtents.map { ($0.firstItem, ByteRegion($0)) })
    let ranks = try snapshot.extent(TieRanks.key)
    tieRanks = ranks.map { ByteRegion($0) } ?? .empty
    extents = head + postingsExtents + termExtents + (ranks.map { [$0] } ?? [])
    try checkSizes()
  }

  private static func readStatistics(_ bytes: ByteRegion) throws -> (LexicalStatistics, blockSize: Int) {
    let counts = (0..<5).map { Int(clamping: bytes.uint64(at: 8 * $0)) }
    guard bytes.count == 40, counts[0] <= Inversion.documentLimit, counts[1] <= counts[0],
      counts[2] >= counts[1], (counts[1] == 0) == (counts[2] == 0), (1...128).contains(counts[4])
    else {
      throw LexicalError.corrupt(structure: "statistics", detail: "\(bytes.count) bytes: \(counts)")
    }
    let statistics = LexicalStatistics(
      documents: counts[0], nonEmptyDocuments: counts[1], totalTerms: counts[2], uniqueTerms: counts[3])
    return (statistics, counts[4])
  }

  private func checkSizes() throws {
    let count = statistics.documents
    let ranks = tieRanks.count == 0 || tieRanks.count == 4 * count
    guard norms.count == count, [1, 2, 4].contains(where: { remainders.count == $0 * count }), ranks else {
      throw LexicalError.corrupt(
        structure: "lengths",
        detail:
          "\(norms.count) norms, \(remainders.count) bytes of lengths, \(tieRanks.count) of tie ranks for \(count) documents")
    }
  }
}

extension LexicalIndex {
  /// The number of terms of a document. Precondition: there is such a document.
  func length(of document: Int) -> UInt32 {
    StoredLengths(norms: norms, remainders: remainders).length(of: document)
  }
}

extension ByteRegion {
  /// The payload of an extent; whoever holds the region retains the extent.
  init(_ extent: MappedExtent) {
    let bytes = extent.bytes
    self = unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return .empty }
      return unsafe ByteRegion(start: base, count: buffer.count)
    }
  }
}
