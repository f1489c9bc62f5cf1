internal import Parallelism
internal import Storage

/// Writes a finished inversion as the extents of the lexical part, in ascending key order. The bytes do not depend on the number of threads.
struct LexicalSerializer {
  let threads: Int
  let blockSize: Int
  private var postings: [UInt8] = []
  private var postingsStart: UInt64 = 0
  private var postingsNumber: UInt32 = 0
  private var dictionary = TermDictionaryWriter()
  private var termExtents: [(payload: [UInt8], count: Int)] = []

  init(threads: Int, blockSize: Int) {
    self.threads = threads
    self.blockSize = blockSize
  }

  /// Writes everything.
  mutating func write(_ inversion: borrowing Inversion, into writer: inout StoreWriter) throws -> LexicalStatistics {
    let statistics = inversion.statistics
    let norms = inversion.lengths.map(LengthNorm.encode)
    try writer.append(LexicalExtents.lengths, itemCount: norms.count, payload: Self.packed(inversion.lengths))
    try writer.append(LexicalExtents.norms, itemCount: norms.count, payload: norms)
    try writePostings(inversion, norms: norms, into: &writer)
    try writer.append(LexicalExtents.statistics, itemCount: 5, payload: statisticsBytes(statistics))
    try writeTerms(into: &writer)
    return statistics
  }

  private mutating func writePostings(_ inversion: borrowing Inversion, norms: [UInt8], into writer: inout StoreWriter) throws {
    let order = inversion.terms.sorted()
    let cuts = Self.cuts(order, inversion.arena.terms)
    for wave in stride(from: 0, to: cuts.count - 1, by: 4 * threads) {
      let encoded = try Self.encode(
        wave..<min(wave + 4 * threads, cuts.count - 1), order, cuts, inversion, norms, threads, blockSize)
      for terms in encoded { try append(terms, inversion.terms, into: &writer) }
    }
    try flushPostings(into: &writer)
    takeTerms()
  }

  /// Where to cut the sorted terms so that each piece has about as many postings; always at the same places.
  private static func cuts(_ order: [UInt32], _ terms: [PostingsArena.Term]) -> [Int] {
    var cuts = [0]
    var weight = 0
    for (place, number) in order.enumerated() {
      weight += Int(terms[Int(number)].documents) + 4
      if weight > 1 << 18 || place == order.count - 1 {
        cuts.append(place + 1)
        weight = 0
      }
    }
    return cuts
  }

  private static func encode(
    _ pieces: Range<Int>, _ order: [UInt32], _ cuts: [Int], _ inversion: borrowing Inversion, _ norms: [UInt8],
    _ threads: Int, _ blockSize: Int
  ) throws -> [EncodedTerms] {
    let arena = inversion.arena
    return try mapBlocks(count: pieces.count, threads: threads) { index in
      let piece = pieces.lowerBound + index
      return EncodedTerms(order[cuts[piece]..<cuts[piece + 1]], of: arena, norms: norms, blockSize: blockSize)
    }
  }

  private mutating func append(_ encoded: EncodedTerms, _ terms: TermTable, into writer: inout StoreWriter) throws {
    var start = 0
    for item in encoded.items {
      let bytes = encoded.bytes[start..<(start + item.byteCount)]
      start += item.byteCount
      let isSingle = item.documentFrequency == 1
      if !isSingle, !postings.isEmpty, postings.count + bytes.count > LexicalExtents.targetBytes {
        try flushPostings(into: &writer)
      }
      dictionary.append(
        terms[Int(item.number)], documentFrequency: item.documentFrequency, collectionFrequency: item.collectionFrequency,
        offset: postingsStart + UInt64(postings.count), listBytes: bytes.count, single: isSingle ? Array(bytes) : [])
      if !isSingle { postings += bytes }
      if dictionary.byteCount > LexicalExtents.targetBytes { takeTerms() }
    }
  }

  private mutating func flushPostings(into writer: inout StoreWriter) throws {
    if postings.isEmpty { return }
    try writer.append(
      LexicalExtents.postings(postingsNumber), firstItem: postingsStart, itemCount: postings.count, payload: postings)
    postingsNumber += 1
    postingsStart += UInt64(postings.count)
    postings.removeAll(keepingCapacity: true)
  }

  private mutating func takeTerms() {
    if dictionary.count == 0 { return }
    let count = dictionary.count
    termExtents.append((dictionary.take(), count))
  }

  private func writeTerms(into writer: inout StoreWriter) throws {
    var first = 0
    for (number, extent) in termExtents.enumerated() {
      try writer.append(
        LexicalExtents.terms(UInt32(number)), firstItem: UInt64(first), itemCount: extent.count, payload: extent.payload)
      first += extent.count
    }
  }

  private func statisticsBytes(_ statistics: LexicalStatistics) -> [UInt8] {
    let counts = [
      statistics.documents, statistics.nonEmptyDocuments, statistics.totalTerms, statistics.uniqueTerms, blockSize,
    ]
    return counts.flatMap { count in (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } }
  }

  /// Lengths little-endian in two bytes each when all fit, else in four.
  private static func packed(_ lengths: [UInt32]) -> [UInt8] {
    let width = lengths.allSatisfy { $0 <= UInt32(UInt16.max) } ? 2 : 4
    var bytes: [UInt8] = []
    bytes.reserveCapacity(width * lengths.count)
    for length in lengths {
      for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: length >> UInt32(8 * byte))) }
    }
    return bytes
  }
}
