public import Bytes

/// Why a tokenizer.json cannot be used.
public enum TokenizerError: Error, Sendable, CustomStringConvertible {
  /// The file is not JSON.
  case notJSON(source: String, JSONError)
  /// A field is absent or of the wrong kind; `field` is its path, such as `model.vocab`.
  case field(source: String, field: String, expected: String, found: String)
  /// A component of a kind this program does not know.
  case unknownKind(source: String, component: String, kind: String, known: [String])
  /// A token that a component needs is not in the vocabulary.
  case missingToken(source: String, token: ByteString, neededBy: String)
  /// More vocabulary than fits the tables.
  case vocabularyTooLarge(source: String, limit: Int)

  /// What went wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notJSON(let source, let error): "\(source): \(error); download the file again"
    case .field(let source, let field, let expected, let found):
      "\(source): '\(field)' should be \(expected) but is \(found); is this a tokenizer.json of the `tokenizers` library?"
    case .unknownKind(let source, let component, let kind, let known):
      "\(source): \(component) of kind '\(kind)' is not supported (known: \(known.joined(separator: ", ")))"
    case .missingToken(let source, let token, let neededBy):
      "\(source): the token '\(token)' that \(neededBy) needs is not in the vocabulary; check that the file is whole"
    case .vocabularyTooLarge(let source, let limit): "\(source): the vocabulary has more than \(limit) bytes of distinct prefixes"
    }
  }
}
