/// Reads the postings of one term in one segment; documents ascend and stay inside `documents` whatever the bytes are.
struct PostingsDecoder {
  private static var greatestFrequency: UInt32 { 1 << 31 }

  /// The document of the current posting; `endOfPostings` behind the last.
  private(set) var document: UInt32
  /// True when the bytes cannot be such postings; the decoder is at its end then.
  private(set) var failed = false
  private var frequency: UInt32 = 0
  private var next: UInt32
  private var left: Int
  private var cursor: ByteCursor
  private let lastFrequency: UInt32
  private let end: UInt32

  /// A decoder at the first posting.
  init(_ postings: TermPostings, in documents: Range<UInt32>) {
    document = postings.firstDocument
    next = postings.firstDocument
    left = postings.count
    cursor = ByteCursor(postings.bytes)
    lastFrequency = postings.lastFrequency
    end = documents.upperBound
    failed = !documents.contains(next) || left < 1 || lastFrequency < 1 || lastFrequency > Self.greatestFrequency
    if failed { document = endOfPostings } else { load() }
  }

  /// Hands over the postings with documents below `bound` and stops at the first that is not.
  @inline(__always)
  mutating func drain(before bound: UInt32, into list: inout PostingsListWriter) {
    while document < bound {
      list.add(document, frequency)
      load()
    }
  }

  @inline(__always)
  private mutating func load() {
    left &-= 1
    document = next
    if left > 0 {
      loadCoded()
    } else if left == 0 {
      frequency = lastFrequency
      failed = cursor.remaining != 0
      if failed { document = endOfPostings }
    } else {
      document = endOfPostings
    }
  }

  @inline(__always)
  private mutating func loadCoded() {
    let code = cursor.shortInteger()
    let gap = code >> 1
    let more = code & 1 == 0 ? 0 : cursor.shortInteger() &+ 1
    guard gap &+ 1 < UInt64(end &- document), more < UInt64(Self.greatestFrequency), !cursor.failed else {
      failed = true
      document = endOfPostings
      left = 0
      return
    }
    frequency = UInt32(truncatingIfNeeded: more) &+ 1
    next = document &+ UInt32(truncatingIfNeeded: gap) &+ 1
  }
}
