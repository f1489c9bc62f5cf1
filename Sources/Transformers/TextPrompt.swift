public import Bytes

/// What is put before the texts that an encoder encodes.
public enum TextPrompt: Sendable, Hashable {
  /// The folder's default prompt, as sentence-transformers' `encode` does.
  case standard
  /// The folder's prompt for queries, as `encode_query` does.
  case query
  /// The folder's prompt for documents, as `encode_document` does.
  case document
  /// The folder's prompt of that name.
  case named(ByteString)
  /// A text of one's own.
  case text(ByteString)
}
