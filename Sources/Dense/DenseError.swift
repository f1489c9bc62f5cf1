/// What can go wrong with vectors and sets of them.
public enum DenseError: Error, Equatable, CustomStringConvertible {
  /// A vector holds a NaN or an infinity.
  case notFinite(document: Int)
  /// A vector of zeros: nothing is near it.
  case zeroLength(document: Int)
  /// A vector so long or so short that its scores, or its numbers as they are stored, are beyond what floats hold.
  case length(document: Int, store: VectorStore)
  /// The same of a query.
  case queryLength(query: Int)
  /// Vectors of more numbers than a set can have.
  case tooWide(dimension: Int)
  /// A name that a set cannot have.
  case name(String)
  /// A query vector holds a NaN or an infinity.
  case queryNotFinite(query: Int)
  /// Vectors of another length than the set's.
  case dimension(expected: Int, found: Int)
  /// The index has no set of this name.
  case noSuchSet(name: String, known: [String])
  /// A graph's parameters are out of range.
  case graphParameters(links: Int, efConstruction: Int)
  /// More vectors than a graph can number.
  case tooManyForGraph(count: Int)
  /// The state of an unfinished graph contradicts itself.
  case damagedImage(reason: String)
  /// Feedback that makes no query.
  case feedback(reason: String)
  /// The set has no graph.
  case noGraph(set: String)
  /// The stored set contradicts itself.
  case damaged(set: String, reason: String)

  /// Says what to do next.
  public var description: String {
    switch self {
    case .notFinite(let document):
      "the vector of document number \(document) (from 0) is not finite; the encoder or its weights are broken"
    case .zeroLength(let document):
      "the vector of document number \(document) (from 0) has length zero; leave the document out or give it a vector"
    case .length(let document, let store):
      "the vector of document number \(document) (from 0) is too long or too short\(store == .fp32 ? "" : " for \(store.rawValue)"); "
        + "scale all vectors to lengths near 1"
    case .queryLength(let query):
      "the vector of query number \(query) (from 0) is too long or too short; scale queries to lengths near 1"
    case .tooWide(let dimension): "vectors of \(dimension) numbers; a set can have at most \(VectorLayout.widest)"
    case .name(let name):
      "'\(name.debugDescription.dropFirst().dropLast())' cannot name a vector set: use 1 to 400 bytes without control characters"
    case .queryNotFinite(let query):
      "the vector of query number \(query) (from 0) is not finite; the encoder or its weights are broken"
    case .dimension(let expected, let found): "vectors of \(found) numbers where the set has \(expected)"
    case .noSuchSet(let name, let known):
      known.isEmpty
        ? "the index has no vectors; add them with `winnow index INDEX --dense MODEL`"
        : "the index has no vector set '\(name)'; it has: \(known.joined(separator: ", "))"
    case .graphParameters(let links, let efConstruction):
      "m \(links) and ef-construction \(efConstruction) do not make a graph; m is from 2 to 128, ef-construction from m to 10000"
    case .tooManyForGraph(let count): "\(count) vectors are too many for a graph; the most are \(GraphParameters.most - 1)"
    case .damagedImage(let reason): "the unfinished graph cannot be gone on with: \(reason); give --overwrite to begin it again"
    case .feedback(let reason): "feedback over vectors \(reason)"
    case .noGraph(let set):
      "vector set '\(set)' has no graph; add one with `winnow index INDEX --name \(set) --hnsw`, or search all vectors (without --ef)"
    case .damaged(let set, let reason):
      "vector set '\(set)': \(reason); run `winnow inspect INDEX --verify` and rebuild the index"
    }
  }
}
