public import Bytes

/// What the manifest says of a vector set: its size and the identity of the encoder that made it.
public struct VectorSetDescription: Equatable, Sendable {
  /// Number of vectors: one a document, in document order.
  public var count: Int
  /// Numbers a vector.
  public var dimension: Int
  /// The encoder's identity as ordered names and values. A query encoded by another one is refused.
  public var encoder: [Field]

  /// One entry of the encoder's identity.
  public struct Field: Equatable, Sendable {
    /// Its name, e.g. "pooling".
    public var name: String
    /// Its value.
    public var value: String

    /// An entry.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A description.
  public init(count: Int, dimension: Int, encoder: [Field]) {
    self.count = count
    self.dimension = dimension
    self.encoder = encoder
  }

  /// As the manifest keeps it.
  public var json: JSONValue {
    [
      "vectors": JSONValue(count), "dimension": JSONValue(dimension), "store": "fp32",
      "encoder": .object(encoder.map { (key: ByteString($0.name), value: .string(ByteString($0.value))) }),
    ]
  }

  /// Reads it back; nil when a member is missing or of another kind.
  public init?(json: JSONValue) {
    guard let count = json["vectors"]?.int, let dimension = json["dimension"]?.int, count >= 0, dimension > 0,
      json["store"]?.string == "fp32", let fields = json["encoder"]?.object
    else { return nil }
    self.init(
      count: count, dimension: dimension,
      encoder: fields.map { Field($0.key.text, $0.value.string?.text ?? "") })
  }
}
