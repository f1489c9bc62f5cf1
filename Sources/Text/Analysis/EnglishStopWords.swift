/// Lucene's 33 English stop words (`EnglishAnalyzer.ENGLISH_STOP_WORDS_SET`), found by a perfect hash of their packed letters.
struct EnglishStopWords: Sendable {
  static let list = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of", "on", "or",
    "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "will", "with",
  ]
  static let longest = 5
  static let shared = EnglishStopWords()

  private let factor: UInt64
  private let slots: [UInt64]

  /// Tries odd factors in order until no two words share a slot.
  private init() {
    let words = EnglishStopWords.list.map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } }
    var factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    while Set(words.map { EnglishStopWords.slot($0, factor) }).count < words.count { factor &+= 2 }
    var slots = [UInt64](repeating: 0, count: 256)
    for word in words { slots[EnglishStopWords.slot(word, factor)] = word }
    self.factor = factor
    self.slots = slots
  }

  @inline(__always) private static func slot(_ packed: UInt64, _ factor: UInt64) -> Int {
    Int(truncatingIfNeeded: (packed &* factor) >> 56)
  }

  /// True for a stop word, given as its at most five bytes packed big-endian.
  @inline(__always) func contains(packed: UInt64) -> Bool {
    slots[EnglishStopWords.slot(packed, factor)] == packed
  }
}
