public import Bytes

/// Writes the documents part: texts go into the store as they come, ids at the end.
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
    guard id.count < DocumentLayout.longestItem, text.count < DocumentLayout.longestItem else {
      throw StorageError.badDocument(id: ByteString(id.bytes.prefix(100)), position: position, reason: "it is longer than 1 GiB")
    }
    guard count < Int(UInt32.max) - 1 else {
      throw StorageError.badDocument(id: id, position: position, reason: "an index holds at most \(UInt32.max - 1) documents")
    }
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
    try writeIdentifiers(into: &writer)
    let ranks = IdentifierOrder.ranks(IdentifierOrder.sorted(identifiers))
    try DocumentWriter.write(ranks, DocumentLayout.ranks, into: &writer)
    return statistics
  }

  private func writeIdentifiers(into writer: inout StoreWriter) throws {
    var first = 0
    var number: UInt32 = 0
    repeat {
      let start = identifiers.start(first)
      var last = min(first + DocumentLayout.identifierBlock, count)
      while last > first + 1 && identifiers.ends[last - 1] - start > DocumentLayout.identifierBytes {
        last -= max(1, (last - first) / 8)
      }
      let range = first..<max(last, min(first + 1, count))
      try writeIdentifiers(range, number: number, into: &writer)
      first = range.upperBound
      number += 1
    } while first < count
  }

  private func writeIdentifiers(_ range: Range<Int>, number: UInt32, into writer: inout StoreWriter) throws {
    var payload: [UInt8] = []
    var ids: [UInt8] = []
    for first in stride(from: range.lowerBound, to: range.upperBound, by: IdentifierGroup.size) {
      var previous: ArraySlice<UInt8> = []
      for document in first..<min(first + IdentifierGroup.size, range.upperBound) {
        IdentifierGroup.append(identifiers.identifier(document), after: previous, to: &ids)
        previous = identifiers.identifier(document)
      }
      payload.append(littleEndian: UInt32(ids.count))
    }
    payload += ids
    let key = ExtentKey(.documents, DocumentLayout.identifiers, number: number)
    try writer.append(key, firstItem: UInt64(range.lowerBound), itemCount: range.count, payload: payload)
  }

  private static func write(_ numbers: [UInt32], _ key: ExtentKey, into writer: inout StoreWriter) throws {
    let bytes = unsafe numbers.span.bytes  // UInt32 has no padding; the machine is little-endian
    try writer.append(key, itemCount: numbers.count, payload: bytes)
  }
}
