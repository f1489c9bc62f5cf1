/// A word of at most 24 bytes by itself, with a part of its hash and, in a table, with a value: half a cache line.
///
/// The bytes stand in words of eight, the last of which overlaps the one before, so that words of one length are equal when these are.
struct WordKey: BitwiseCopyable {
  private static var longest: Int { 24 }

  private var first: UInt64 = 0
  private var middle: UInt64 = 0
  private var last: UInt64 = 0
  /// Length and 24 bits of the hash.
  private var tag: UInt32 = 0
  /// Of a word that is looked up, 32 bits of the hash; in a table its value, 0 in a free place.
  var value: UInt32 = 0

  /// A free place.
  init() {}

  /// The key of a word.
  @inline(__always)
  init(_ word: ByteRegion) {
    let count = word.count
    if count <= 8 {
      first = TermHash.tail(word)
    } else {
      first = TermHash.word(word, 0)
      last = TermHash.tail(word)
      if count > 16 { middle = TermHash.word(word, 8) }
    }
    seal(min(count, 255))
  }

  private mutating func seal(_ count: Int) {
    let hash = TermHash.of(first, middle, last, count: count)
    tag = UInt32(count) << 24 | UInt32(truncatingIfNeeded: hash) & 0xff_ffff
    value = UInt32(truncatingIfNeeded: hash >> 32)
  }

  /// The key that looks up the word of an entry.
  var ofSameWord: WordKey {
    var key = self
    key.seal(Int(tag >> 24))
    return key
  }

  /// Where the word that is looked up may stand, modulo the size of the table.
  var place: Int { Int(value) }

  /// The word has more bytes than are here.
  var isTooLong: Bool { tag >> 24 > Self.longest }

  var isFree: Bool { value == 0 }

  @inline(__always)
  func isSameWord(as other: WordKey) -> Bool {
    tag == other.tag && first == other.first && last == other.last && middle == other.middle
  }
}
