internal import Bytes

/// What an output depends on, as ordered names and values. Equal recipes give equal outputs; times, paths and thread counts have no place in it.
public struct Recipe: Equatable, Sendable {
  /// One entry.
  public struct Field: Equatable, Sendable {
    /// Its name, e.g. "k1".
    public var name: String
    /// Its value as text.
    public var value: String
  }

  /// The entries in order.
  public private(set) var fields: [Field] = []

  /// An empty recipe.
  public init() {}

  /// Adds an entry.
  public mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

  /// Adds all entries of another recipe, their names under a prefix.
  public mutating func add(_ prefix: String, _ other: Recipe) {
    for field in other.fields { add("\(prefix).\(field.name)", field.value) }
  }

  /// The value of an entry.
  public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// Digest of all names and values.
  public var digest: String {
    let digest = Digest()
    for field in fields {
      digest.update(field: field.name)
      digest.update(field: field.value)
    }
    return digest.hex
  }

  /// What differs from an older recipe, for people: "k1: 0.9, now 1.2".
  public func differences(from old: Recipe) -> [String] {
    var lines: [String] = []
    for field in fields where old[field.name] != field.value {
      lines.append("\(field.name): \(old[field.name] ?? "(nothing)"), now \(field.value)")
    }
    for field in old.fields where self[field.name] == nil { lines.append("\(field.name): \(field.value), now (nothing)") }
    return lines
  }
}
