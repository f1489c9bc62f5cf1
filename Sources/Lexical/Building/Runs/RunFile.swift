internal import Bytes

/// A run on disk: mapped; its footer, directory and lengths are checked when it is opened, each chunk when it is reached.
final class RunFile: Sendable {
  /// A chunk and what the directory says of it.
  struct Chunk: Sendable {
    let bytes: ByteRegion
    let terms: Int
    let checksum: UInt64
    let firstTerm: ByteRegion
  }

  let path: String
  let documents: Range<UInt32>
  /// Lengths of the documents: 32-bit integers, lowest byte first.
  let lengths: ByteRegion
  /// The chunks of every segment.
  let segments: [[Chunk]]
  private let map: MappedRun

  /// Opens the file of a run and makes sure that it is the one that was written.
  init(_ run: LexicalRun) throws {
    let map = try MappedRun(path: run.path)
    let footer = try Self.footer(map.bytes, run)
    let lengthBytes = 4 * footer.documents.count
    guard let lengths = map.bytes.part(0, lengthBytes), lengths.checksum == footer.lengthsChecksum else {
      throw LexicalError.damagedRun(path: run.path, detail: "the lengths do not match their checksum")
    }
    guard let chunks = map.bytes.part(lengthBytes, footer.directoryStart - lengthBytes),
      let directory = map.bytes.part(footer.directoryStart, footer.directoryBytes),
      let segments = Self.segments(directory, chunks)
    else { throw LexicalError.damagedRun(path: run.path, detail: "its directory does not decode") }
    path = run.path
    documents = UInt32(footer.documents.lowerBound)..<UInt32(footer.documents.upperBound)
    self.lengths = lengths
    self.segments = segments
    self.map = map
  }

  /// The footer, when it and the directory are those of the run.
  private static func footer(_ bytes: ByteRegion, _ run: LexicalRun) throws -> RunFooter {
    let end = bytes.part(max(0, bytes.count - RunFooter.byteCount), min(bytes.count, RunFooter.byteCount)) ?? .empty
    do throws(RunFooter.Refused) {
      let footer = try RunFooter(end, fileBytes: bytes.count)
      let directory = bytes.part(footer.directoryStart, footer.directoryBytes) ?? .empty
      guard directory.checksum == footer.directoryChecksum else {
        throw RunFooter.Refused("its directory does not match its checksum")
      }
      let digest = Digest()
      digest.update(directory.bytes)
      digest.update(end.bytes)
      guard digest.hex == run.digest, footer.documents == run.documents, bytes.count == run.bytes else {
        throw RunFooter.Refused("it is another run than the one on record")
      }
      return footer
    } catch {
      throw LexicalError.damagedRun(path: run.path, detail: error.reason)
    }
  }

  /// Reads the directory; nil when it does not describe exactly these bytes of chunks.
  private static func segments(_ directory: ByteRegion, _ bytes: ByteRegion) -> [[Chunk]]? {
    var entries = ByteCursor(directory)
    var rest = ByteCursor(bytes)
    var segments: [[Chunk]] = []
    for _ in 0..<min(entries.integer(), UInt64(directory.count)) {
      var chunks: [Chunk] = []
      for _ in 0..<min(entries.integer(), UInt64(directory.count)) {
        guard let chunk = chunk(&entries, &rest) else { return nil }
        chunks.append(chunk)
      }
      segments.append(chunks)
    }
    return entries.failed || rest.failed || entries.remaining > 0 || rest.remaining > 0 ? nil : segments
  }

  private static func chunk(_ entries: inout ByteCursor, _ rest: inout ByteCursor) -> Chunk? {
    let bytes = rest.region(Int(clamping: entries.integer()))
    let terms = Int(clamping: entries.integer())
    let checksum = entries.region(8).uint64(at: 0)
    let firstTerm = entries.region(Int(clamping: entries.integer()))
    if entries.failed || rest.failed { return nil }
    return Chunk(bytes: bytes, terms: terms, checksum: checksum, firstTerm: firstTerm)
  }
}
