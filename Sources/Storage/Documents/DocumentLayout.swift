internal import Bytes

/// Names and sizes of the documents part. Numbers are positions in the collection, from 0; integers are little-endian.
///
///     dictionary     one extent, absent without one: a zstd dictionary trained on the first documents
///     frames/n       texts: u32 frame count; per frame u32 first document (after the extent's first item) and u32 end (after the
///                  table); then the zstd frames. A frame unpacks to u32 count, u32 end of each text (after the table), the texts.
///     identifiers/n  external ids: u32 end of each group of sixteen (after the table), then the groups, see `IdentifierGroup`
///     ranks          u32 place of each document in the byte order of the ids
///
/// Ranks stand in one extent, whatever the collection, so that hot loops index them without a search.
enum DocumentLayout {
  static let dictionary = ExtentKey(.documents, "dictionary")
  static let frames: ByteString = "frames"
  static let identifiers: ByteString = "identifiers"
  static let ranks = ExtentKey(.documents, "ranks")

  /// Texts are gathered until a frame holds so many bytes. Measured on 44,747 passages with the dictionary below, level 3: 8 KiB pack
  /// 2.86 to 1, 16 KiB 2.88, 32 KiB 2.92, 64 KiB 2.93; without a dictionary 16 KiB pack 2.43. Reading one text unpacks one frame.
  static let frameBytes = 16 << 10
  /// Frames are compressed together, and the dictionary is trained, when so many bytes of text wait.
  static let batchBytes = 4 << 20
  /// Compressed frames are gathered until an extent holds so many bytes.
  static let extentBytes = 2 << 20
  /// Ids in one extent at most.
  static let identifierBlock = 1 << 16
  /// Bytes of ids after which an extent is closed.
  static let identifierBytes = 4 << 20
  /// Largest dictionary.
  static let dictionaryBytes = 110 << 10
  /// Longest id or text.
  static let longestItem = 1 << 30

  /// Refuses a document behind `count` others that an index cannot hold.
  static func check(_ id: ByteString, _ text: [UInt8], _ position: DocumentPosition, count: Int) throws {
    guard id.count < longestItem, text.count < longestItem else {
      throw StorageError.badDocument(id: ByteString(id.bytes.prefix(100)), position: position, reason: "it is longer than 1 GiB")
    }
    guard count < Int(UInt32.max) - 1 else {
      throw StorageError.badDocument(id: id, position: position, reason: "an index holds at most \(UInt32.max - 1) documents")
    }
  }
}
