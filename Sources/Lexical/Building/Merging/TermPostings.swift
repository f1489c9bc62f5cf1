/// The postings of one term in one segment, coded as `PostingsArena` writes them. Regions are valid until the segment's terms advance.
struct TermPostings {
  let term: ByteRegion
  /// The term's first eight bytes: settles most comparisons.
  let prefix: UInt64
  /// How many documents contain it, at least 1.
  let count: Int
  let firstDocument: UInt32
  let lastFrequency: UInt32
  let bytes: ByteRegion

  init(term: ByteRegion, count: Int, firstDocument: UInt32, lastFrequency: UInt32, bytes: ByteRegion) {
    self.term = term
    prefix = term.prefix
    self.count = count
    self.firstDocument = firstDocument
    self.lastFrequency = lastFrequency
    self.bytes = bytes
  }

  /// Byte order of the terms; negative when this one comes first.
  @inline(__always)
  func compare(_ other: TermPostings) -> Int {
    if prefix != other.prefix { return prefix < other.prefix ? -1 : 1 }
    return term.compare(other.term)
  }
}
