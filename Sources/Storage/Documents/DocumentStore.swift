public import Bytes
internal import Synchronization

/// The documents part of an index: ids, texts and the order of ids. Nothing is held in memory but tables of the extents.
public final class DocumentStore: Sendable {
  /// Number of documents; their numbers are 0 ..< count.
  public let count: Int
  /// The place of each document in the byte order of ids.
  public let tieRanks: TieRanks
  let snapshot: Snapshot
  let identifiers: Identifiers
  /// Document numbers in the byte order of their ids: the inverse of the ranks, made when it is first asked for.
  private let order = Mutex<[UInt32]?>(nil)
  let frames: TextFrames?

  /// Opens the documents part of an index.
  /// - Throws: `StorageError.missingExtent` when the index has none, `damaged` when its tables contradict each other.
  public init(_ snapshot: Snapshot) throws {
    self.snapshot = snapshot
    identifiers = try Identifiers(snapshot)
    count = identifiers.count
    tieRanks = try TieRanks(snapshot, count: count)
    frames = try TextFrames(snapshot, count: count)
  }

  /// True when the index stores texts.
  public var storesTexts: Bool { frames != nil }

  /// The external id of a document.
  /// - Throws: `StorageError.damaged` for a number that is no document's, as only a damaged index gives one.
  public func id(of document: UInt32) throws -> ByteString {
    try checkRange(document)
    return try identifiers.identifier(Int(document))
  }

  /// The number of the document with an external id; nil when there is none. Binary search in the order of ids, which the first search
  /// makes: four bytes a document.
  public func number(of id: ByteString) throws -> UInt32? {
    let numbers = try numbersInOrder()
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      let number = numbers[middle]
      let comparison = try identifiers.compare(Int(number), with: id)
      if comparison == 0 { return number }
      if comparison < 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  private func numbersInOrder() throws -> [UInt32] {
    try order.withLock { made in
      if let made { return made }
      let numbers = try tieRanks.inverse()
      made = numbers
      return numbers
    }
  }

  /// The text of a document; nil when the index stores no texts.
  public func text(of document: UInt32) throws -> [UInt8]? {
    try checkRange(document)
    var frame = TextFrames.Frame()
    return try frames?.text(Int(document), frame: &frame)
  }

  /// The texts of documents, in the order asked for; neighbours in the collection share one unpacking when asked for in a row.
  /// Nil when the index stores no texts.
  public func texts(of documents: some Sequence<UInt32>) throws -> [[UInt8]]? {
    guard let frames else { return nil }
    var frame = TextFrames.Frame()
    return try documents.map { document in
      try checkRange(document)
      return try frames.text(Int(document), frame: &frame)
    }
  }

  private func checkRange(_ document: UInt32) throws {
    if Int(document) < count { return }
    throw StorageError.damaged(
      path: snapshot.environment.path, key: nil, reason: "document number \(document) where there are \(count) documents")
  }

  /// Reads every id and text: order of ids, ranks against order, counts against the manifest.
  func verify() throws {
    try verifyOrder()
    var bytes = (identifiers: 0, texts: 0)
    var frame = TextFrames.Frame()
    for document in 0..<count {
      bytes.identifiers += try identifiers.identifier(document).count
      if let frames { bytes.texts += try frames.text(document, frame: &frame).count }
    }
    let manifest = snapshot.manifest.documents
    try compare("documents", count, manifest["count"]?.int)
    try compare("bytes of ids", bytes.identifiers, manifest["identifierBytes"]?.int)
    if storesTexts { try compare("bytes of text", bytes.texts, manifest["textBytes"]?.int) }
  }

  private func verifyOrder() throws {
    var last: ByteString?
    for (place, number) in try numbersInOrder().enumerated() {
      let id = try id(of: number)
      guard last.map({ $0 < id }) ?? true else { throw tieRanks.extent.damaged("ids are out of order at place \(place)") }
      last = id
    }
  }

  private func compare(_ what: String, _ found: Int, _ expected: Int?) throws {
    guard let expected, expected != found else { return }
    throw StorageError.damaged(
      path: snapshot.environment.path, key: Manifest.key, reason: "it says \(expected) \(what), the index holds \(found)")
  }
}
