/// What vectors can lack for an analysis.
public enum GeometryError: Error, Equatable, CustomStringConvertible {
  /// An analysis needs more vectors.
  case tooFew(analysis: String, vectors: Int, needed: Int)
  /// A vector with a component that is not finite, which an analysis cannot place.
  case notFinite(vector: Int, component: Int)
  /// The eigenvalue iteration did not end: only values that are not finite, or the largest floats, can bring that about.
  case noConvergence(analysis: String)

  /// The message for people.
  public var description: String {
    switch self {
    case .tooFew(let analysis, let vectors, let needed):
      "\(analysis) needs at least \(needed) vectors, here are \(vectors); sample more texts"
    case .notFinite(let vector, let component):
      "vector \(vector + 1) is not finite in component \(component + 1); check the model's weights"
    case .noConvergence(let analysis):
      "\(analysis): the eigenvalue iteration did not end; check that the vectors are of ordinary size"
    }
  }
}
