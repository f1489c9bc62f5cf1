internal import Transformers

extension Precision {
  /// The precision that a person calls so.
  init(named name: String) throws {
    guard let found = Precision(rawValue: name) else {
      throw PipelinesError.input(reason: "unknown precision '\(name)'; known: \(Precision.names)")
    }
    self = found
  }
}

extension YAMLReader {
  /// The node as a precision.
  func precision() throws -> Precision {
    let name = try string()
    guard let found = Precision(rawValue: name) else { throw error("unknown precision '\(name)'; known: \(Precision.names)") }
    return found
  }
}
