internal import Bytes
internal import Parallelism

/// Writes a run: the lengths, then segment after segment, then the directory and the footer.
struct RunWriter {
  /// Bytes of a chunk about.
  static let chunkBytes = 32 << 10

  private let path: String
  private let documents: Range<Int>
  private let output: RunOutput
  private let lengthsChecksum: UInt64
  private var segments = 0
  private var directory: [UInt8] = []

  /// Begins a run with the lengths of its documents.
  init(path: String, firstDocument: Int, lengths: [UInt32]) throws {
    self.path = path
    documents = firstDocument..<(firstDocument + lengths.count)
    output = try RunOutput(path: path)
    lengthsChecksum = unsafe Digest.checksum(lengths.span.bytes)  // no padding; the machine is little-endian
    try unsafe lengths.withUnsafeBytes { [output] in try unsafe output.write($0) }
  }

  /// Adds a segment; its chunks are made in parallel, a few at a time.
  mutating func append(_ segment: InvertedSegment, threads: Int) throws {
    let pieces = segment.pieces(weight: Self.chunkBytes)
    segments += 1
    VarByte.append(UInt64(pieces.count), to: &directory)
    let wave = 16 * threads
    for first in stride(from: 0, to: pieces.count, by: wave) {
      let chunks = try mapBlocks(count: min(wave, pieces.count - first), threads: threads) { segment.chunk(pieces[first + $0]) }
      for chunk in chunks { try append(chunk) }
    }
  }

  private mutating func append(_ chunk: RunChunk) throws {
    VarByte.append(UInt64(chunk.bytes.count), to: &directory)
    VarByte.append(UInt64(chunk.terms), to: &directory)
    RunFooter.append(chunk.checksum, to: &directory)
    VarByte.append(UInt64(chunk.firstTerm.count), to: &directory)
    directory += chunk.firstTerm
    try output.write(chunk.bytes)
  }

  /// Ends the run; it is on the disk afterwards.
  consuming func finish() throws -> LexicalRun {
    var counted: [UInt8] = []
    VarByte.append(UInt64(segments), to: &counted)
    counted += directory
    let footer = RunFooter(
      documents: documents, directoryStart: output.byteCount, directoryBytes: counted.count, lengthsChecksum: lengthsChecksum,
      directoryChecksum: unsafe Digest.checksum(counted.span.bytes)
    ).encoded
    try output.write(counted)
    try output.write(footer)
    try output.finish()
    let digest = Digest()
    digest.update(counted)
    digest.update(footer)
    return LexicalRun(path: path, documents: documents, bytes: output.byteCount, digest: digest.hex)
  }
}
