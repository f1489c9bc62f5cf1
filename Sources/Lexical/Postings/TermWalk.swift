/// All terms of a dictionary in byte order, one after another.
struct TermWalk {
  private let dictionary: TermDictionary
  private var extent = 0
  private var block = 0
  private var cursor = ByteCursor(.empty)
  private var offset: UInt64 = 0
  /// The bytes of the term whose entry `next` returned last.
  private(set) var term: [UInt8] = []

  /// Stands before the first term.
  init(_ dictionary: TermDictionary) { self.dictionary = dictionary }

  /// The next term's entry; nil behind the last.
  mutating func next() throws(LexicalError) -> TermDictionary.Entry? {
    while cursor.remaining == 0 {
      if try !beginBlock() { return nil }
    }
    let (shared, count) = cursor.termCounts()
    let rest = cursor.region(count)
    guard shared <= term.count, !cursor.failed else { throw damaged }
    term.removeLast(term.count - shared)
    term += rest.bytes
    let entry = TermDictionary.entry(&cursor, &offset)
    if cursor.failed { throw damaged }
    return entry
  }

  private var damaged: LexicalError { TermDictionary.undecodable(block - 1, of: extent) }

  private mutating func beginBlock() throws(LexicalError) -> Bool {
    while extent < dictionary.extents.count, block == dictionary.blockCount(extent) {
      extent += 1
      block = 0
    }
    if extent == dictionary.extents.count { return false }
    let bytes = try dictionary.block(block, of: extent)
    cursor = ByteCursor(bytes, at: 8)
    offset = bytes.uint64(at: 0)
    term.removeAll(keepingCapacity: true)
    block += 1
    return true
  }
}
