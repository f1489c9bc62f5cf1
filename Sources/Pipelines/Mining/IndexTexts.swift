public import Bytes
public import Corpora
public import Ranking

/// The passages of an index, whose texts stay on disk.
public struct IndexTexts: PassageTexts {
  private let index: OpenIndex

  /// The passages of an open index.
  public init(_ index: OpenIndex) { self.index = index }

  /// The index's folder.
  public var name: String { index.folder }

  /// How many passages there are.
  public var count: Int { index.documents.count }

  /// A passage's text; nil when there is no such passage.
  /// - Throws: `PipelinesError.missingPart` when the index stores no texts.
  public func text(of id: DocumentID) throws -> [UInt8]? {
    guard let number = try index.documents.number(of: id) else { return nil }
    return try text(number)
  }

  /// The id of the passage at a place in 0..<`count`.
  public func id(at place: Int) throws -> DocumentID { try index.documents.id(of: UInt32(clamping: place)) }

  func text(_ number: UInt32) throws -> [UInt8] {
    if let text = try index.documents.text(of: number) { return text }
    throw PipelinesError.missingPart(
      index: index.folder, reason: "it holds no texts (built with --no-store-text); build it again with texts")
  }
}
