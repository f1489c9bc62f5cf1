/// How a stored file is compressed.
public enum Compression: String, Sendable {
  /// Bytes as they are.
  case none
  /// RFC 1952; members may be concatenated.
  case gzip
  /// RFC 8878; frames may be concatenated, skippable frames are skipped.
  case zstd

  /// Recognises a stored file by its first bytes (four suffice).
  public init(firstBytes bytes: [UInt8]) {
    if bytes.starts(with: [0x1f, 0x8b]) {
      self = .gzip
    } else if bytes.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) || Self.isSkippableFrame(bytes) {
      self = .zstd
    } else {
      self = .none
    }
  }

  /// What a file name asks for when writing: `.gz`, `.zst`, otherwise none.
  public init(fileName name: String) {
    self = name.hasSuffix(".gz") ? .gzip : name.hasSuffix(".zst") ? .zstd : .none
  }

  /// RFC 8878 section 3.1.2: magic number 0x184D2A5?, little-endian.
  private static func isSkippableFrame(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 4 && bytes[0] & 0xf0 == 0x50 && bytes[1] == 0x2a && bytes[2] == 0x4d && bytes[3] == 0x18
  }
}
