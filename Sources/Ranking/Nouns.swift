public import Bytes

/// A document's external id: bytes of any length, never altered.
public typealias DocumentID = ByteString

/// A query's external id.
public typealias QueryID = ByteString

/// A document's number inside one index: its position in the collection, from 0.
@frozen public struct DocumentNumber: Hashable, Comparable, Sendable {
  /// The position.
  public var value: UInt32

  /// Wraps a position.
  @inlinable public init(_ value: UInt32) { self.value = value }

  /// By position.
  @inlinable public static func < (left: DocumentNumber, right: DocumentNumber) -> Bool { left.value < right.value }
}

/// A document as a reader hands it over: its id and its raw text, neither altered.
public struct Document: Equatable, Sendable {
  /// External id.
  public var id: DocumentID
  /// Text as bytes, usually UTF-8.
  public var text: [UInt8]

  /// A document.
  public init(id: DocumentID, text: [UInt8]) {
    self.id = id
    self.text = text
  }
}

/// A query: its id and its raw text, and what a learned-sparse model made of it where the file says so.
public struct Query: Equatable, Sendable {
  /// External id.
  public var id: QueryID
  /// Text as bytes, usually UTF-8.
  public var text: [UInt8]
  /// Weighted terms for an index of impacts, no term twice; nil where there is only the text.
  public var vector: [TermWeight]?

  /// A query.
  public init(id: QueryID, text: [UInt8], vector: [TermWeight]? = nil) {
    self.id = id
    self.text = text
    self.vector = vector
  }
}

/// One result inside an index: a document number and its float32 score.
@frozen public struct Hit: Equatable, Sendable {
  /// Which document.
  public var document: DocumentNumber
  /// Its score; higher is better.
  public var score: Float

  /// A hit.
  @inlinable public init(document: DocumentNumber, score: Float) {
    self.document = document
    self.score = score
  }
}
