/// All terms in byte order, in front-coded blocks searched where they are mapped; nothing is unpacked when an index is opened.
///
/// The payload of an extent `lexical/terms/n`:
/// ```
/// number of blocks b    UInt32
/// end of every block    b x UInt32, counted from behind this table
/// blocks
/// ```
/// A block: the offset of its first list in the postings (UInt64), then at most 32 terms, each
/// ```
/// bytes shared with the term before << 4 | number of other bytes; 240, then both as VarBytes, when they are above 14 or 15
/// the other bytes
/// document frequency << 1 | (collection frequency > document frequency), then, if set, their difference - 1
/// one document: its posting as in `PostingsBlock`; more: the number of bytes of its list, which follows the list before
/// ```
/// All other numbers in a term are VarBytes.
struct TermDictionary: Sendable {
  /// A term's statistics and the place of its postings.
  struct Entry {
    var documentFrequency = 0
    var collectionFrequency = 0
    /// Place in the postings extents, counted over all of them.
    var offset: UInt64 = 0
    var listBytes = 0
    /// The posting of a term with one document.
    var single: ByteRegion?
  }

  /// Announces a term whose counts do not fit in a byte.
  static let longTerm: UInt8 = 240

  let extents: [ByteRegion]

  init(_ extents: [ByteRegion]) { self.extents = extents }

  /// The entry of a term; nil when no document contains it.
  func find(_ term: ByteRegion) throws(LexicalError) -> Entry? {
    guard
      let extent = try Self.lastIndex(
        extents.count, notAfter: term,
        { number throws(LexicalError) in
          try firstTerm(number, 0)
        })
    else { return nil }
    guard
      let block = try Self.lastIndex(
        blockCount(extent), notAfter: term,
        { number throws(LexicalError) in
          try firstTerm(extent, number)
        })
    else { return nil }
    return try scan(block: block, of: extent, for: term)
  }

  /// The last of `count` places whose term is not after `term`; nil when all are.
  private static func lastIndex(
    _ count: Int, notAfter term: ByteRegion, _ firstTerm: (Int) throws(LexicalError) -> ByteRegion
  ) throws(LexicalError) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if try firstTerm(middle).compare(term) <= 0 { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  func blockCount(_ extent: Int) -> Int { Int(extents[extent].uint32(at: 0)) }

  func block(_ block: Int, of extent: Int) throws(LexicalError) -> ByteRegion {
    let bytes = extents[extent]
    let table = 4 + 4 * blockCount(extent)
    let start = block == 0 ? 0 : Int(bytes.uint32(at: 4 * block))
    let end = Int(bytes.uint32(at: 4 * (block + 1)))
    guard let part = bytes.part(table + start, end - start), part.count >= 8 else {
      throw .corrupt(structure: "term dictionary", detail: "block \(block) of extent \(extent) at \(start)..<\(end)")
    }
    return part
  }

  private func firstTerm(_ extent: Int, _ number: Int) throws(LexicalError) -> ByteRegion {
    var cursor = ByteCursor(try block(number, of: extent), at: 8)
    return cursor.region(cursor.termCounts().rest)
  }

  private func scan(block number: Int, of extent: Int, for term: ByteRegion) throws(LexicalError) -> Entry? {
    let wanted = term.bytes
    var found: Entry?
    try forEachTerm(block: number, of: extent) { current, entry throws(LexicalError) in
      if current == wanted { found = entry }
      return found == nil
    }
    return found
  }

  /// Every term in order, with its entry.
  func forEachTerm(_ body: ([UInt8], Entry) throws(LexicalError) -> Void) throws(LexicalError) {
    for extent in extents.indices {
      for number in 0..<blockCount(extent) {
        try forEachTerm(block: number, of: extent) { term, entry throws(LexicalError) in
          try body(term, entry)
          return true
        }
      }
    }
  }

  /// The terms of a block, until `body` returns false.
  private func forEachTerm(
    block number: Int, of extent: Int, _ body: ([UInt8], Entry) throws(LexicalError) -> Bool
  ) throws(LexicalError) {
    let bytes = try block(number, of: extent)
    var cursor = ByteCursor(bytes, at: 8)
    var current: [UInt8] = []
    var offset = bytes.uint64(at: 0)
    while cursor.remaining > 0 {
      let (shared, count) = cursor.termCounts()
      let rest = cursor.region(count)
      guard shared <= current.count, !cursor.failed else { throw Self.undecodable(number, of: extent) }
      current.removeLast(current.count - shared)
      rest.copy(to: &current)
      let entry = Self.entry(&cursor, &offset)
      if cursor.failed { throw Self.undecodable(number, of: extent) }
      if try !body(current, entry) { return }
    }
  }

  static func undecodable(_ block: Int, of extent: Int) -> LexicalError {
    .corrupt(structure: "term dictionary", detail: "block \(block) of extent \(extent) does not decode")
  }

  static func entry(_ cursor: inout ByteCursor, _ offset: inout UInt64) -> Entry {
    var entry = Entry()
    let code = cursor.integer()
    let repeats = code & 1 == 0 ? 0 : cursor.integer() &+ 1
    entry.documentFrequency = Int(clamping: code >> 1)
    entry.collectionFrequency = Int(clamping: repeats &+ code >> 1)
    entry.offset = offset
    if entry.documentFrequency == 1 {
      entry.single = cursor.posting()
    } else {
      entry.listBytes = Int(clamping: cursor.integer())
      offset = offset.addingReportingOverflow(UInt64(entry.listBytes)).partialValue
    }
    return entry
  }
}

extension ByteCursor {
  /// How many bytes a term shares with the one before, and how many others it has.
  mutating func termCounts() -> (shared: Int, rest: Int) {
    let counts = byte()
    if counts != TermDictionary.longTerm { return (Int(counts >> 4), Int(counts & 15)) }
    return (Int(clamping: integer()), Int(clamping: integer()))
  }

  /// Goes over one posting of a short `PostingsBlock`; returns its bytes.
  mutating func posting() -> ByteRegion {
    var ahead = self
    if ahead.integer() & 1 == 1 { _ = ahead.integer() }
    return region(remaining - ahead.remaining)
  }
}
