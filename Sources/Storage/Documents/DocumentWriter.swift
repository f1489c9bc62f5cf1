public import Bytes

/// Writes the documents part of a collection whose ids fit in memory: texts go into the store as they come, ids at the end.
/// `StagedDocuments` writes the same extents, byte for byte, within a bound of memory and in batches that outlive the process.
///
/// Nothing else may be appended to the store between the first `add` and `finish`. What is written depends on the documents
/// alone. Memory: about 40 bytes a document and the ids' bytes, plus the texts of a few frames.
public struct DocumentWriter {
  /// What was written, for the manifest's section `documents`.
  public struct Statistics: Equatable, Sendable {
    /// Documents.
    public var count = 0
    /// Bytes of all external ids.
    public var identifierBytes = 0
    /// Bytes of all texts, whether stored or not.
    public var textBytes = 0
    /// True when texts were stored.
    public var textsStored = true

    /// The manifest's section.
    public var json: JSONValue {
      [
        "count": JSONValue(count), "identifierBytes": JSONValue(identifierBytes), "textBytes": JSONValue(textBytes),
        "textsStored": .bool(textsStored),
      ]
    }
  }

  private var statistics = Statistics()
  private var identifiers = IdentifierTable()
  private var positions: [UInt64] = []
  private var frames: FrameWriter

  /// Documents added so far.
  public var count: Int { statistics.count }

  /// Begins an empty part.
  /// - Parameters:
  ///   - storeTexts: false to keep ids only; `DocumentStore.text` is nil then.
  ///   - threads: for compressing.
  public init(storeTexts: Bool = true, threads: Int = 1) {
    statistics.textsStored = storeTexts
    frames = FrameWriter(threads: threads)
  }

  /// Adds the next document; its number is the count before.
  /// - Parameters:
  ///   - position: where it came from, for the errors.
  ///   - writer: the store under construction.
  /// - Throws: `StorageError.duplicateDocument` naming both positions; `badDocument` for an id or text of 1 GiB or more.
  public mutating func add(
    id: ByteString, text: [UInt8], at position: DocumentPosition, into writer: inout StoreWriter
  ) throws {
    try DocumentLayout.check(id, text, position, count: count)
    if let other = identifiers.insert(id) {
      throw StorageError.duplicateDocument(id: id, first: DocumentPosition(packed: positions[other]), second: position)
    }
    positions.append(position.packed)
    statistics.count += 1
    statistics.identifierBytes += id.count
    statistics.textBytes += text.count
    if statistics.textsStored { try frames.add(text, into: &writer) }
  }

  /// Writes the rest of the texts, the ids and their order.
  public consuming func finish(into writer: inout StoreWriter) throws -> Statistics {
    try frames.finish(into: &writer)
    positions = []
    identifiers.dropSlots()
    try IdentifierExtents.write(identifiers, into: &writer)
    try IdentifierExtents.write(ranks: IdentifierOrder.ranks(IdentifierOrder.sorted(identifiers)), into: &writer)
    return statistics
  }
}
