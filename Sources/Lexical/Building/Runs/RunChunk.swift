internal import Bytes

/// Some consecutive terms of a segment as a run holds them. For each term, all numbers as VarBytes:
/// ```
/// number of the term's bytes, the bytes
/// documents, first document, frequency in the last document, number of bytes of postings
/// postings as `PostingsArena` codes them
/// ```
struct RunChunk: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var firstTerm: [UInt8] = []
  private(set) var terms = 0
  private var postings: [UInt8] = []

  init() {}

  /// Begins a term; it comes after the one before in byte order.
  mutating func begin(_ term: ByteRegion, _ state: PostingsArena.Term) {
    if terms == 0 { firstTerm = term.bytes }
    terms += 1
    VarByte.append(UInt64(term.count), to: &bytes)
    term.copy(to: &bytes)
    VarByte.append(UInt64(state.documents), to: &bytes)
    VarByte.append(UInt64(state.first), to: &bytes)
    VarByte.append(UInt64(state.lastFrequency), to: &bytes)
  }

  /// Adds to the term's postings.
  mutating func append(_ slice: ByteRegion) { slice.copy(to: &postings) }

  /// Ends the term.
  mutating func end() {
    VarByte.append(UInt64(postings.count), to: &bytes)
    bytes += postings
    postings.removeAll(keepingCapacity: true)
  }

  /// XXH3-64 of the bytes.
  var checksum: UInt64 { unsafe Digest.checksum(bytes.span.bytes) }
}
