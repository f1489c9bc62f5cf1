/// One segment of a run.
struct RunSegment: SortedSegment {
  private let file: RunFile
  private let chunks: [RunFile.Chunk]
  let marks: [TermMark]

  /// All segments of a run.
  static func all(of file: RunFile) -> [RunSegment] { file.segments.map { RunSegment(file, $0) } }

  private init(_ file: RunFile, _ chunks: [RunFile.Chunk]) {
    self.file = file
    self.chunks = chunks
    marks = chunks.map { TermMark(term: $0.firstTerm, weight: $0.bytes.count) }
  }

  func terms(from lower: ByteRegion?, before upper: ByteRegion?) throws(LexicalError) -> RunTerms {
    try RunTerms(file, chunks[firstChunk(lower)...], from: lower, before: upper)
  }

  /// The last chunk that does not begin after a term.
  private func firstChunk(_ term: ByteRegion?) -> Int {
    guard let term else { return 0 }
    var low = 0
    var high = chunks.count
    while low < high {
      let middle = (low + high) / 2
      if chunks[middle].firstTerm.compare(term) <= 0 { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }
}
