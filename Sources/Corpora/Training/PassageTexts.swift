public import Bytes
public import Ranking

/// Where the texts of passages come from when data holds their ids alone: a collection in memory, or an index.
public protocol PassageTexts: Sendable {
  /// What it is, for messages: a path.
  var name: String { get }
  /// How many passages there are.
  var count: Int { get }
  /// A passage's text; nil when there is no such passage.
  func text(of id: DocumentID) throws -> [UInt8]?
  /// The id of the passage at a place in 0..<`count`, in the order of the collection; for random ones.
  func id(at place: Int) throws -> DocumentID
}

extension PassageTexts {
  /// A passage's text.
  /// - Throws: `TrainingDataError.missingText` when there is no such passage.
  func require(_ id: DocumentID, for source: ExampleSource) throws -> [UInt8] {
    if let text = try text(of: id) { return text }
    throw TrainingDataError.missingText(at: source, what: "passage", id: id, place: name)
  }
}

/// The texts of a collection's files in memory: one array of bytes, about 40 bytes a passage beside them.
public struct CollectionTexts: PassageTexts {
  /// The files' names.
  public let name: String
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var ids: [DocumentID] = []
  private var places: [DocumentID: Int] = [:]

  /// Reads a collection.
  /// - Parameter limit: bytes that the texts may take in memory.
  /// - Throws: `TrainingDataError.textsTooLarge`, and what `CollectionReader` throws.
  public init(paths: [String], format: CollectionFormat = .auto, limit: Int = 4 << 30) throws {
    name = paths.joined(separator: ", ")
    var reader = try CollectionReader(paths: paths, format: format)
    while case let batch = try reader.next(batch: 1000), !batch.isEmpty {
      for found in batch { append(found.document) }
      guard bytes.count <= limit else { throw TrainingDataError.textsTooLarge(source: name, limit: limit) }
    }
  }

  /// Of one id that comes twice the first text counts.
  private mutating func append(_ document: Document) {
    guard places[document.id] == nil else { return }
    places[document.id] = ids.count
    ids.append(document.id)
    bytes += document.text
    ends.append(bytes.count)
  }

  /// How many passages there are.
  public var count: Int { ids.count }

  /// A passage's text; nil when there is no such passage.
  public func text(of id: DocumentID) -> [UInt8]? { places[id].map(text) }

  /// The id of the passage at a place. Precondition: it is in 0..<`count`.
  public func id(at place: Int) -> DocumentID { ids[place] }

  private func text(at place: Int) -> [UInt8] { Array(bytes[(place == 0 ? 0 : ends[place - 1])..<ends[place]]) }
}
