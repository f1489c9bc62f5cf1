public import Bytes

/// The documents part of a build in batches: ids and compressed texts go into files of the staging folder as they come, and from there
/// into the store in one pass. Memory: about 30 bytes a document of the batch and its ids' bytes, and a few megabytes of texts.
///
/// What is written into the store depends on the documents alone, as if `DocumentWriter` had written it: zstd frames begin and end where
/// the texts say, since the texts that no frame holds yet at the end of a batch are kept as they are and added again by whoever goes on.
public struct StagedDocuments {
  private let staging: Staging
  private let storeTexts: Bool
  private var batches: [DocumentBatch]
  private var packer: FramePacker
  private var identifiers = IdentifierTable()
  private var positions: [UInt64] = []
  private var textBytes = 0
  private var texts: StagedFileWriter?
  /// Documents added, those of earlier batches included.
  public private(set) var count = 0

  /// Goes on behind the batches that were committed.
  /// - Parameters:
  ///   - storeTexts: false to keep ids only.
  ///   - threads: for compressing.
  ///   - batches: what `seal` returned for each committed batch, oldest first.
  /// - Throws: `StorageError.damagedStaging` when a file is not what the journal says.
  public init(_ staging: Staging, storeTexts: Bool, threads: Int, batches: [JSONValue] = []) throws {
    self.staging = staging
    self.storeTexts = storeTexts
    self.batches = try batches.map { try DocumentBatch($0, folder: staging.path) }
    packer = try Self.packer(after: self.batches.last, staging.path, threads: threads)
    count = self.batches.reduce(0) { $0 + $1.count }
  }

  /// A packer in the state it had at the end of a batch.
  private static func packer(after batch: DocumentBatch?, _ folder: String, threads: Int) throws -> FramePacker {
    guard let batch else { return FramePacker(threads: threads) }
    var dictionary: [UInt8]?
    if let file = batch.dictionary { dictionary = try StagedFileReader(folder: folder, file).contents() }
    var packer =
      batch.hasFrames ? FramePacker(threads: threads, goingOnWith: dictionary) : FramePacker(threads: threads)
    if let tail = batch.tail {
      let file = try StagedFileReader(folder: folder, tail)
      try TextTail.forEach(file) { text in
        guard try packer.add(text).isEmpty else { throw file.damaged("its texts are too long for a tail") }
      }
    }
    return packer
  }

  /// Bytes of memory that a batch holds and `seal` gives back, those that sealing itself takes included.
  public var heldBytes: Int { identifiers.heldBytes + 8 * positions.capacity + 24 * positions.count }

  /// Bytes of all texts added, those of earlier batches included.
  public var allTextBytes: Int { batches.reduce(textBytes) { $0 + $1.textBytes } }

  /// Adds the next document; its number is the count before. Duplicate ids are found by `seal` and `write`.
  /// - Throws: `StorageError.badDocument` for an id or text of 1 GiB or more, and what writing a file can throw.
  public mutating func add(id: ByteString, text: [UInt8], at position: DocumentPosition) throws {
    try DocumentLayout.check(id, text, position, count: count)
    identifiers.append(id)
    positions.append(position.packed)
    textBytes += text.count
    count += 1
    if storeTexts { try write(try packer.add(text)) }
  }

  private mutating func write(_ frames: [PackedFrame]) throws {
    if frames.isEmpty { return }
    if texts == nil { texts = try StagedFileWriter(folder: staging.path, name: "texts-\(batches.count)") }
    guard let file = texts else { return }
    for frame in frames {
      var head: [UInt8] = []
      head.append(littleEndian: UInt32(frame.documents))
      head.append(littleEndian: UInt32(frame.bytes.count))
      try file.write(head)
      try file.write(frame.bytes)
    }
  }

  /// Ends the batch: its files are whole and, with `durably`, on the disk. The journal's record of the batch is to hold what is returned.
  /// - Throws: `StorageError.duplicateDocument` naming both positions, when an id came twice in the batch.
  public mutating func seal(durably: Bool) throws -> JSONValue {
    let order = IdentifierOrder.sorted(identifiers)
    try checkDuplicates(order)
    let file = try StagedFileWriter(folder: staging.path, name: "identifiers-\(batches.count)")
    try BatchIdentifiers.encoded(identifiers, positions: positions, order: order, to: file)
    var batch = DocumentBatch(identifiers: try file.finish(durably: durably))
    (batch.count, batch.identifierBytes, batch.textBytes) = (positions.count, identifiers.bytes.count, textBytes)
    if storeTexts { try sealTexts(&batch, durably: durably) }
    batches.append(batch)
    (identifiers, positions, textBytes, texts) = (IdentifierTable(), [], 0, nil)
    return batch.json
  }

  private func sealTexts(_ batch: inout DocumentBatch, durably: Bool) throws {
    batch.hasFrames = packer.hasBegun
    batch.texts = try texts?.finish(durably: durably)
    batch.dictionary = batches.last?.dictionary
    if batch.dictionary == nil { batch.dictionary = try writeDictionary(durably: durably) }
    let tail = try StagedFileWriter(folder: staging.path, name: "tail-\(batches.count)")
    for text in packer.pending { try TextTail.append(text, to: tail) }
    batch.tail = try tail.finish(durably: durably)
  }

  private func writeDictionary(durably: Bool) throws -> StagedFile? {
    guard let dictionary = packer.dictionary else { return nil }
    let file = try StagedFileWriter(folder: staging.path, name: "dictionary")
    try file.write(dictionary)
    return try file.finish(durably: durably)
  }

  private func checkDuplicates(_ order: [UInt32]) throws {
    for (one, other) in zip(order, order.dropFirst()) {
      let (first, second) = (Int(min(one, other)), Int(max(one, other)))
      guard identifiers.identifier(first).elementsEqual(identifiers.identifier(second)) else { continue }
      throw StorageError.duplicateDocument(
        id: ByteString(identifiers.identifier(first)), first: DocumentPosition(packed: positions[first]),
        second: DocumentPosition(packed: positions[second]))
    }
  }

  /// Names of the files of all sealed batches, which the journal's records list.
  public var names: [String] { batches.last?.names ?? [] }

  /// Writes the documents part of all sealed batches. Memory: about 12 bytes a document of the collection.
  /// Precondition: nothing was added since the last `seal`.
  /// - Throws: `StorageError.duplicateDocument` for an id of two batches, before anything is written.
  public func write(into writer: inout StoreWriter) throws -> DocumentWriter.Statistics {
    precondition(positions.isEmpty, "documents that were not sealed")
    let ids = StagedIdentifiers(try batches.map { try BatchIdentifiers(folder: staging.path, $0) })
    let ranks = IdentifierOrder.ranks(try ids.order())
    if storeTexts { try TextCopy(folder: staging.path, batches: batches).write(finishing: packer, into: &writer) }
    try IdentifierExtents.write(ids, into: &writer)
    try IdentifierExtents.write(ranks: ranks, into: &writer)
    var statistics = DocumentWriter.Statistics()
    statistics.count = count
    statistics.identifierBytes = batches.reduce(0) { $0 + $1.identifierBytes }
    statistics.textBytes = batches.reduce(0) { $0 + $1.textBytes }
    statistics.textsStored = storeTexts
    return statistics
  }
}
