internal import Bytes
internal import Transformers

/// What `encode` puts before every text.
public enum EncodePrompt: Sendable, Equatable {
  /// The model's default prompt, if it has one.
  case standard
  /// The model's prompt for queries.
  case query
  /// The model's prompt for documents.
  case document
  /// The model's prompt of that name.
  case named(String)
  /// A text of one's own.
  case text(String)

  var prompt: TextPrompt {
    switch self {
    case .standard: .standard
    case .query: .query
    case .document: .document
    case .named(let name): .named(ByteString(name))
    case .text(let text): .text(ByteString(text))
    }
  }
}
