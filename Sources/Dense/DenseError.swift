/// What can go wrong with vectors and sets of them.
public enum DenseError: Error, Equatable, CustomStringConvertible {
  /// A vector holds a NaN or an infinity.
  case notFinite(document: Int)
  /// A query vector holds a NaN or an infinity.
  case queryNotFinite(query: Int)
  /// Vectors of another length than the set's.
  case dimension(expected: Int, found: Int)
  /// The index has no set of this name.
  case noSuchSet(name: String, known: [String])
  /// The stored set contradicts itself.
  case damaged(set: String, reason: String)

  /// Says what to do next.
  public var description: String {
    switch self {
    case .notFinite(let document):
      "the vector of document number \(document) (from 0) is not finite; the encoder or its weights are broken"
    case .queryNotFinite(let query):
      "the vector of query number \(query) (from 0) is not finite; the encoder or its weights are broken"
    case .dimension(let expected, let found): "vectors of \(found) numbers where the set has \(expected)"
    case .noSuchSet(let name, let known):
      known.isEmpty
        ? "the index has no vectors; add them with `winnow index INDEX --dense MODEL`"
        : "the index has no vector set '\(name)'; it has: \(known.joined(separator: ", "))"
    case .damaged(let set, let reason):
      "vector set '\(set)': \(reason); run `winnow inspect INDEX --verify` and rebuild the index"
    }
  }
}
