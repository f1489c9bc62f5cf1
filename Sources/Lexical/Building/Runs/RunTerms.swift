internal import Bytes

/// The terms of a segment in a run, one after another, in a range. Each chunk's checksum is compared when it is reached.
struct RunTerms: SortedTerms {
  let documents: Range<UInt32>
  private(set) var current: TermPostings?
  private let file: RunFile
  private var chunks: ArraySlice<RunFile.Chunk>
  private let upper: (term: ByteRegion, prefix: UInt64)?
  private var cursor = ByteCursor(.empty)
  private var termsLeft = 0

  /// The terms of some chunks from `lower` to before `upper`; nil for no bound.
  init(
    _ file: RunFile, _ chunks: ArraySlice<RunFile.Chunk>, from lower: ByteRegion?, before upper: ByteRegion?
  ) throws(LexicalError) {
    self.file = file
    self.chunks = chunks
    self.upper = upper.map { ($0, $0.prefix) }
    documents = file.documents
    try advance()
    if let lower {
      while let term = current?.term, term.compare(lower) < 0 { try advance() }
    }
  }

  mutating func advance() throws(LexicalError) {
    while termsLeft == 0 {
      guard cursor.remaining == 0 else { throw damaged("a chunk is longer than its terms") }
      guard let chunk = chunks.popFirst() else {
        current = nil
        return
      }
      try enter(chunk)
    }
    termsLeft -= 1
    try readTerm()
    if isBehindUpper { end() }
  }

  private mutating func end() {
    current = nil
    chunks = []
    termsLeft = 0
    cursor = ByteCursor(.empty)
  }

  private var isBehindUpper: Bool {
    guard let upper, let current else { return false }
    if current.prefix != upper.prefix { return current.prefix > upper.prefix }
    return current.term.compare(upper.term) >= 0
  }

  private mutating func enter(_ chunk: RunFile.Chunk) throws(LexicalError) {
    let bytes = chunk.bytes
    let checksum = unsafe Digest.checksum(RawSpan(_unsafeStart: bytes.start, byteCount: bytes.count))
    guard checksum == chunk.checksum else { throw damaged("a chunk of terms does not match its checksum") }
    cursor = ByteCursor(bytes)
    termsLeft = chunk.terms
  }

  private mutating func readTerm() throws(LexicalError) {
    let term = cursor.region(Int(clamping: cursor.integer()))
    let (count, first, frequency) = (cursor.integer(), cursor.integer(), cursor.integer())
    let bytes = cursor.region(Int(clamping: cursor.integer()))
    guard !cursor.failed, count >= 1, count <= UInt64(documents.count), first <= UInt64(UInt32.max),
      frequency <= UInt64(UInt32.max)
    else { throw damaged("a term does not decode") }
    let read = TermPostings(
      term: term, count: Int(count), firstDocument: UInt32(first), lastFrequency: UInt32(frequency), bytes: bytes)
    if let current, current.compare(read) >= 0 { throw damaged("its terms are not in order") }
    current = read
  }

  func damaged(_ detail: String) -> LexicalError { .damagedRun(path: file.path, detail: detail) }
}
