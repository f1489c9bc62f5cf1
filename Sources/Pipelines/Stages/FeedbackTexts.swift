internal import Lexical
internal import Ranking

/// The texts that feedback reads again: those that the index stores.
enum FeedbackTexts {
  static func texts(of documents: [DocumentNumber], in index: OpenIndex) throws -> [[UInt8]] {
    guard let texts = try index.documents.texts(of: documents.map(\.value)) else { throw missing(index) }
    return texts
  }

  /// Refuses an index without texts before anything is searched.
  static func check(_ index: OpenIndex) throws {
    if !index.documents.storesTexts { throw missing(index) }
  }

  private static func missing(_ index: OpenIndex) -> PipelinesError {
    .missingPart(
      index: index.folder,
      reason:
        "it holds no texts (built with --no-store-text), and rm3 and rocchio read those of the best hits; build it again with texts"
    )
  }
}
