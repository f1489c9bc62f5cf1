internal import Parallelism
public import Storage

extension LexicalIndex {
  /// Postings of the terms that one thread takes at a time.
  private static var pieceSize: Int { 1 << 18 }

  /// Bytes of postings, for comparison between orders.
  public var postingsBytes: Int { postings.byteCount }

  /// Writes the lexical part as it would be, byte for byte, had the documents come in this order.
  /// - Parameter order: one of all documents.
  /// - Returns: the same counts as before.
  /// - Throws: `LexicalError.corrupt` when stored bytes contradict themselves, and what the store throws.
  public func write(in order: DocumentOrder, threads: Int, into writer: inout StoreWriter) throws -> LexicalStatistics {
    precondition(order.previous.count == statistics.documents)
    let newLengths = order.previous.map { length(of: Int($0)) }
    return try unsafe newLengths.withUnsafeBytes { bytes in
      let collection = unsafe CollectionLengths([ByteRegion(bytes)])
      let lists = RenumberedLists(numbers: order.numbers, norms: collection.norms, blockSize: blockSize)
      var serializer = try LexicalSerializer(collection, blockSize: blockSize, terms: PendingTerms(), into: &writer)
      try write(lists, threads: threads, to: &serializer, into: &writer)
      return try serializer.finish(into: &writer)
    }
  }

  private func write(
    _ lists: RenumberedLists, threads: Int, to serializer: inout LexicalSerializer, into writer: inout StoreWriter
  ) throws {
    var walk = TermWalk(dictionary)
    while true {
      let pieces = try nextPieces(4 * max(1, threads), &walk)
      if pieces.isEmpty { return }
      let encoded = try mapBlocks(count: pieces.count, threads: threads) {
        try lists.encoded(pieces[$0].terms, pieces[$0].lists)
      }
      for terms in encoded { try serializer.append(terms, into: &writer) }
    }
  }

  /// Consecutive terms with their lists.
  private struct Piece: Sendable {
    var terms: [[UInt8]] = []
    var lists: [PostingsList] = []
    var weight = 0
  }

  private func nextPieces(_ limit: Int, _ walk: inout TermWalk) throws(LexicalError) -> [Piece] {
    var pieces: [Piece] = []
    var piece = Piece()
    while pieces.count < limit, let entry = try walk.next() {
      piece.terms.append(walk.term)
      piece.lists.append(try list(entry))
      piece.weight += entry.documentFrequency + 4
      if piece.weight > Self.pieceSize {
        pieces.append(piece)
        piece = Piece()
      }
    }
    if !piece.terms.isEmpty { pieces.append(piece) }
    return pieces
  }
}
