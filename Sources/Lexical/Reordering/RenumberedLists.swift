/// Lists of postings with their documents renumbered, and sorted again.
struct RenumberedLists: Sendable {
  /// At each old number the new one.
  let numbers: [UInt32]
  /// The length byte of each new number.
  let norms: [UInt8]
  /// Postings a block.
  let blockSize: Int

  /// The stored form of terms with their lists.
  func encoded(_ terms: [[UInt8]], _ lists: [PostingsList]) throws(LexicalError) -> EncodedTerms {
    var encoded = EncodedTerms()
    var writer = PostingsListWriter(blockSize: blockSize, norms: norms)
    let reader = PostingsReader()
    var sorter = PostingSorter(documents: numbers.count)
    for (term, list) in zip(terms, lists) {
      sorter.removeAll()
      for block in 0..<list.blockCount {
        let count = try reader.read(block, of: list)
        for index in 0..<count {
          unsafe sorter.append(document: numbers[Int(reader.documents[index])], frequency: reader.frequencies[index])
        }
      }
      sorter.sort()
      sorter.forEach { writer.add($0, $1) }
      unsafe term.withUnsafeBytes { unsafe encoded.append(ByteRegion($0), &writer) }
    }
    return encoded
  }
}

/// Postings on their way into the order of their documents.
struct PostingSorter {
  /// Bits of the document that one pass sorts by.
  private static let digit: UInt64 = 11

  private let passes: UInt64
  /// The document above, the frequency below.
  private var postings: [UInt64] = []
  private var spare: [UInt64] = []

  /// For documents below a number.
  init(documents: Int) {
    passes = (UInt64(max(1, documents).bitWidth - max(1, documents).leadingZeroBitCount) + Self.digit - 1) / Self.digit
  }

  mutating func removeAll() { postings.removeAll(keepingCapacity: true) }

  @inline(__always)
  mutating func append(document: UInt32, frequency: UInt32) { postings.append(UInt64(document) << 32 | UInt64(frequency)) }

  /// Hands over document and frequency of every posting.
  func forEach(_ body: (UInt32, UInt32) -> Void) {
    for posting in postings { body(UInt32(posting >> 32), UInt32(truncatingIfNeeded: posting)) }
  }

  /// By document; no two postings have the same. Long lists by counting one digit after another.
  mutating func sort() {
    if postings.count < 1 << Self.digit {
      postings.sort()
      return
    }
    if spare.count < postings.count { spare = Array(repeating: 0, count: postings.count) }
    for pass in 0..<passes { sort(shift: 32 + pass * Self.digit) }
  }

  private mutating func sort(shift: UInt64) {
    let mask = (UInt64(1) << Self.digit) - 1
    var places = [Int](repeating: 0, count: Int(mask) + 1)
    for posting in postings { places[Int(posting >> shift & mask)] += 1 }
    var next = 0
    for digit in places.indices { (places[digit], next) = (next, next + places[digit]) }
    for posting in postings {
      let digit = Int(posting >> shift & mask)
      spare[places[digit]] = posting
      places[digit] += 1
    }
    let count = postings.count
    swap(&postings, &spare)
    postings.removeLast(postings.count - count)
  }
}
