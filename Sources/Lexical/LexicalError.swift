/// What can go wrong in the lexical index.
public enum LexicalError: Error, Equatable, CustomStringConvertible {
  /// The stored bytes contradict themselves: which structure, and where.
  case corrupt(structure: String, detail: String)
  /// More documents than the format can number.
  case tooManyDocuments(limit: Int)
  /// A sorted run of a build is not what was written: which file, and what about it.
  case damagedRun(path: String, detail: String)
  /// A BM25 parameter outside its range.
  case badParameter(name: String, value: Float)

  /// What happened, where, and what to do next.
  public var description: String {
    switch self {
    case .corrupt(let structure, let detail):
      "the lexical index is damaged: \(structure): \(detail); run `winnow inspect --verify` on it and index again"
    case .tooManyDocuments(let limit):
      "more than \(limit) documents do not fit one lexical index; split the collection"
    case .damagedRun(let path, let detail):
      "\(path): a sorted run of an unfinished build is damaged: \(detail); remove what the unfinished build left and index again"
    case .badParameter(let name, let value):
      "BM25 parameter \(name) = \(value) is out of range; k1 must be finite and >= 0, b in 0...1, weights > 0"
    }
  }
}
