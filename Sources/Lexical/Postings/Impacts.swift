/// The (frequency, length norm) pairs of some postings that could score highest: no other pair has a frequency as high and a norm as low.
///
/// Any score that grows with frequency and falls with length has its maximum over the postings at one of them, whatever k1 and b.
/// Source: Lucene `CompetitiveImpactAccumulator`; Ding and Suel, "Faster top-k document retrieval using block-max indexes", SIGIR 2011.
package struct Impacts: Equatable, Sendable {
  /// A term frequency and a length norm.
  package struct Pair: Equatable, Sendable {
    /// Occurrences in the document.
    package var frequency: UInt32
    /// Its length as a byte.
    package var norm: UInt8
  }

  /// Both frequency and norm ascend strictly.
  package private(set) var pairs: [Pair] = []

  /// No pairs.
  package init() {}

  /// Takes a posting into account.
  package mutating func add(frequency: UInt32, norm: UInt8) {
    var place = pairs.count
    while place > 0, pairs[place - 1].norm >= norm { place -= 1 }
    if place > 0, pairs[place - 1].frequency >= frequency { return }
    if place < pairs.count, pairs[place].norm == norm, pairs[place].frequency >= frequency { return }
    var end = place
    while end < pairs.count, pairs[end].frequency <= frequency { end += 1 }
    pairs.replaceSubrange(place..<end, with: CollectionOfOne(Pair(frequency: frequency, norm: norm)))
  }

  /// Takes the postings behind other impacts into account.
  package mutating func merge(_ other: Impacts) {
    for pair in other.pairs { add(frequency: pair.frequency, norm: pair.norm) }
  }

  /// Forgets everything.
  package mutating func removeAll() { pairs.removeAll(keepingCapacity: true) }

  /// Appends the pairs: for each the VarByte of its frequency, then the norm byte.
  package func append(to bytes: inout [UInt8]) {
    for pair in pairs {
      VarByte.append(UInt64(pair.frequency), to: &bytes)
      bytes.append(pair.norm)
    }
  }

  /// The greatest of `score` over pairs stored by `append`; infinite when the bytes are damaged, so that a bound stays a bound.
  package static func maximum(_ bytes: ByteRegion?, _ score: (UInt32, UInt8) -> Float) -> Float {
    guard let bytes else { return .infinity }
    var cursor = ByteCursor(bytes)
    var greatest: Float = 0
    while cursor.remaining > 0 {
      let frequency = UInt32(clamping: cursor.integer())
      greatest = max(greatest, score(frequency, cursor.byte()))
    }
    return cursor.failed ? .infinity : greatest
  }
}
