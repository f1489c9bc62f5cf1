internal import Bytes

/// What the journal says of one batch of documents. Its files:
///
///     identifiers-N  u64 end of each id among the batch's ids; u64 position of each document; u32 places of the batch's documents
///                    in byte order of their ids; the ids' bytes
///     texts-N        compressed frames, each behind u32 documents and u32 bytes; absent without a new frame
///     tail-N         the texts that no frame holds yet, each behind u32 bytes; absent without texts
///     dictionary     the zstd dictionary, once it is trained
struct DocumentBatch {
  var count = 0
  var identifierBytes = 0
  var textBytes = 0
  /// True once frames have been made, in this batch or before.
  var hasFrames = false
  var identifiers: StagedFile
  var texts: StagedFile?
  var tail: StagedFile?
  var dictionary: StagedFile?

  init(identifiers: StagedFile) { self.identifiers = identifiers }

  /// Names of the files that the build still needs; of a batch before the last, the tail is needed no longer but may stay.
  var names: [String] { [identifiers, texts, tail, dictionary].compactMap { $0?.name } }

  var json: JSONValue {
    [
      "count": JSONValue(count), "identifierBytes": JSONValue(identifierBytes), "textBytes": JSONValue(textBytes),
      "hasFrames": .bool(hasFrames), "identifiers": identifiers.json, "texts": texts?.json ?? .null, "tail": tail?.json ?? .null,
      "dictionary": dictionary?.json ?? .null,
    ]
  }

  /// Reads a batch back.
  /// - Throws: `StorageError.damagedStaging` naming the journal's folder.
  init(_ json: JSONValue, folder: String) throws {
    guard let identifiers = StagedFile(json["identifiers"]), let count = json["count"]?.int,
      let identifierBytes = json["identifierBytes"]?.int, let textBytes = json["textBytes"]?.int,
      let hasFrames = json["hasFrames"]?.bool, (0..<Int(UInt32.max)).contains(count), identifierBytes >= 0,
      identifierBytes <= identifiers.byteCount, textBytes >= 0
    else { throw StorageError.damagedStaging(path: folder, reason: "its journal lacks a member of a batch of documents") }
    self.init(identifiers: identifiers)
    (self.count, self.identifierBytes, self.textBytes, self.hasFrames) = (count, identifierBytes, textBytes, hasFrames)
    texts = StagedFile(json["texts"])
    tail = StagedFile(json["tail"])
    dictionary = StagedFile(json["dictionary"])
  }
}
