internal import Bytes

/// The last 64 bytes of a run, little-endian. A run is written from its beginning to its end:
/// ```
/// lengths of the documents     UInt32 each
/// chunks                       see RunChunk; segment after segment
/// directory                    VarByte: number of segments; for each the number of chunks, and for each of these
///                              VarBytes of its bytes and its terms, its XXH3-64 (8 bytes), VarByte of its first term's bytes, the term
/// footer                        0  4  magic "WNWL"
///                               4  4  version
///                               8  8  first document
///                              16  8  number of documents
///                              24  8  bytes before the directory
///                              32  8  bytes of the directory
///                              40  8  XXH3-64 of the lengths
///                              48  8  XXH3-64 of the directory
///                              56  8  XXH3-64 of the 56 bytes above
/// ```
/// So every byte is under a checksum, and the digest of directory and footer stands for the whole file.
struct RunFooter: Equatable {
  static let byteCount = 64
  private static let magic: UInt32 = 0x4C57_4E57
  private static let version: UInt32 = 1

  var documents: Range<Int>
  var directoryStart: Int
  var directoryBytes: Int
  var lengthsChecksum: UInt64
  var directoryChecksum: UInt64

  /// The 64 bytes.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    PostingsListWriter.append(Self.magic, to: &bytes)
    PostingsListWriter.append(Self.version, to: &bytes)
    for count in [documents.lowerBound, documents.count, directoryStart, directoryBytes] {
      Self.append(UInt64(count), to: &bytes)
    }
    Self.append(lengthsChecksum, to: &bytes)
    Self.append(directoryChecksum, to: &bytes)
    Self.append(unsafe Digest.checksum(bytes.span.bytes), to: &bytes)
    return bytes
  }

  static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }
}

extension RunFooter {
  /// Reads the end of a run of so many bytes. The error says what is wrong.
  init(_ footer: ByteRegion, fileBytes: Int) throws(RunFooter.Refused) {
    guard footer.count == Self.byteCount, footer.uint32(at: 0) == Self.magic else { throw .init("it does not end as a run does") }
    guard footer.uint32(at: 4) == Self.version else { throw .init("it has format \(footer.uint32(at: 4)), not \(Self.version)") }
    guard footer.uint64(at: 56) == footer.part(0, 56)?.checksum else { throw .init("its end does not match its checksum") }
    let counts = [8, 16, 24, 32].map { Int(clamping: footer.uint64(at: $0)) }
    let limit = Inversion.documentLimit
    guard counts[0] <= limit, counts[1] <= limit - counts[0], counts[2] >= 4 * counts[1], counts[2] <= fileBytes,
      counts[3] == fileBytes - Self.byteCount - counts[2]
    else { throw .init("its counts \(counts) do not fit \(fileBytes) bytes") }
    documents = counts[0]..<(counts[0] + counts[1])
    directoryStart = counts[2]
    directoryBytes = counts[3]
    lengthsChecksum = footer.uint64(at: 40)
    directoryChecksum = footer.uint64(at: 48)
  }

  /// Why a footer was refused.
  struct Refused: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }
}

extension ByteRegion {
  /// XXH3-64 of the bytes.
  var checksum: UInt64 { unsafe Digest.checksum(RawSpan(_unsafeStart: start, byteCount: count)) }
}
