internal import Bytes

/// The 48 bytes before every payload, little-endian:
///
///      0  4  magic "WNWX"
///      4  4  format version
///      8  8  first item
///     16  8  item count
///     24  8  payload bytes
///     32  8  XXH3-64 of the payload
///     40  8  XXH3-64 of the key's bytes followed by the 40 bytes above
///
/// LMDB places large values at 16 mod 64, so the payload after 48 bytes is 64-byte aligned. Magic and version keep their place in all versions.
struct ExtentHeader: Equatable {
  static let byteCount = 48
  static let magic: UInt32 = 0x5857_4E57
  /// Values are padded with zeros to this size, so that LMDB keeps each on pages of its own, aligned.
  static let smallestValue = 2048

  var firstItem: UInt64
  var itemCount: UInt64
  var payloadBytes: UInt64
  var checksum: UInt64

  /// The header's bytes under a key.
  func encoded(key: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(ExtentHeader.byteCount)
    bytes.append(littleEndian: ExtentHeader.magic)
    bytes.append(littleEndian: UInt32(Manifest.formatVersion))
    for field in [firstItem, itemCount, payloadBytes, checksum] { bytes.append(littleEndian: field) }
    bytes.append(littleEndian: Digest.checksum((key + bytes).raw))
    return bytes
  }

  /// Reads and checks the header at the start of a value; the payload itself is not touched.
  static func decode(_ value: RawSpan, key: ExtentKey, path: String) throws -> ExtentHeader {
    guard value.byteCount >= byteCount, value.littleEndian(UInt32.self, at: 0) == magic else {
      throw StorageError.damaged(path: path, key: key, reason: "the value does not begin with an extent header")
    }
    let version = value.littleEndian(UInt32.self, at: 4)
    guard version == Manifest.formatVersion else {
      throw StorageError.otherFormat(path: path, found: Int(version), supported: Manifest.formatVersion)
    }
    let fields = ExtentHeader(
      firstItem: value.littleEndian(UInt64.self, at: 8), itemCount: value.littleEndian(UInt64.self, at: 16),
      payloadBytes: value.littleEndian(UInt64.self, at: 24), checksum: value.littleEndian(UInt64.self, at: 32))
    let check = fields.encoded(key: key.encoded)
    guard (40..<48).allSatisfy({ value.littleEndian(UInt8.self, at: $0) == check[$0] }) else {
      throw StorageError.damaged(path: path, key: key, reason: "the extent's header does not match its check")
    }
    let room = UInt64(value.byteCount - byteCount)
    guard fields.payloadBytes <= room, fields.itemCount <= UInt64(Int.max) else {
      throw StorageError.damaged(
        path: path, key: key, reason: "the extent holds \(room) bytes where its header says \(fields.payloadBytes)")
    }
    return fields
  }
}
