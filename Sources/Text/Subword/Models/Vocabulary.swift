/// The `vocab` of a model as columns.
enum Vocabulary: Sendable {
  /// Tokens and their ids.
  case tokens(PackedStrings, ids: [Int32])
  /// Tokens in the order of their ids, and their scores.
  case pieces(PackedStrings, scores: [Double])

  fileprivate var kind: String {
    switch self {
    case .tokens: "an object"
    case .pieces: "an array"
    }
  }
}

extension Vocabulary? {
  /// A model's tokens and ids.
  func columns(of model: TokenizerField) throws(TokenizerError) -> (tokens: PackedStrings, ids: [Int32]) {
    guard case .tokens(let tokens, let ids) = self else { throw mismatch(model, "an object of tokens and their ids") }
    return (tokens, ids)
  }

  /// The tree of a model's tokens and ids.
  func tokens(of model: TokenizerField) throws(TokenizerError) -> DoubleArray {
    let (tokens, ids) = try columns(of: model)
    return try Self.tree(tokens, ids, model)
  }

  /// A model's tokens by id, the same as a tree, and their scores.
  func pieces(
    of model: TokenizerField
  ) throws(TokenizerError) -> (strings: PackedStrings, tree: DoubleArray, scores: [Double]) {
    guard case .pieces(let pieces, let scores) = self else { throw mismatch(model, "an array of tokens and their scores") }
    return (pieces, try Self.tree(pieces, scores.indices.map { Int32(truncatingIfNeeded: $0) }, model), scores)
  }

  private static func tree(_ tokens: PackedStrings, _ ids: [Int32], _ model: TokenizerField) throws(TokenizerError) -> DoubleArray
  {
    if let tree = DoubleArray(tokens, values: ids) { return tree }
    throw .vocabularyTooLarge(source: model.source, limit: DoubleArray.unitLimit)
  }

  private func mismatch(_ model: TokenizerField, _ expected: String) -> TokenizerError {
    guard let self else {
      do { return try model.require("vocab").mismatch(expected) } catch { return error }
    }
    return .field(source: model.source, field: "\(model.path).vocab", expected: expected, found: self.kind)
  }
}
