public import Ranking

/// A document and where it was read.
public struct SourcedDocument: Equatable, Sendable {
  /// Id and text.
  public var document: Document
  /// Index into `CollectionReader.files`.
  public var file: Int
  /// Line, from 1, on which the document stands (for TREC documents: of its `<DOC>`).
  public var line: Int
  /// Its terms and impacts, where vectors are read (`ReadingOptions.vectors`).
  public var vector: ImpactVector?

  /// A document with its place.
  public init(document: Document, file: Int, line: Int, vector: ImpactVector? = nil) {
    self.document = document
    self.vector = vector
    self.file = file
    self.line = line
  }
}
