public import Bytes

/// What the manifest says of a vector set: its size, how it is stored, and the identity of the encoder that made it.
public struct VectorSetDescription: Equatable, Sendable {
  /// Number of vectors: one a document, in document order.
  public var count: Int
  /// Numbers a vector.
  public var dimension: Int
  /// How the numbers are stored.
  public var store: VectorStore
  /// What a score is.
  public var metric: VectorMetric
  /// The encoder's identity as ordered names and values. A query encoded by another one is refused.
  public var encoder: [Field]
  /// True when eight-bit codes for a first pass stand beside the vectors.
  public var hasCodes = false
  /// What a graph over the vectors says of itself; nil when there is none.
  public var graph: JSONValue?

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
  public init(count: Int, dimension: Int, store: VectorStore = .fp32, metric: VectorMetric = .ip, encoder: [Field]) {
    self.count = count
    self.dimension = dimension
    self.store = store
    self.metric = metric
    self.encoder = encoder
  }

  /// As the manifest keeps it.
  public var json: JSONValue {
    var members: [(key: ByteString, value: JSONValue)] = [
      ("vectors", JSONValue(count)), ("dimension", JSONValue(dimension)),
      ("store", .string(ByteString(store.rawValue))), ("metric", .string(ByteString(metric.rawValue))),
      ("encoder", .object(encoder.map { (key: ByteString($0.name), value: .string(ByteString($0.value))) })),
    ]
    if hasCodes { members.append(("codes", .string("int8"))) }
    if let graph { members.append(("graph", graph)) }
    return .object(members)
  }

  /// Reads it back; nil when a member is missing or of another kind. An entry without a metric has `ip`.
  public init?(json: JSONValue) {
    guard let count = json["vectors"]?.int, let dimension = json["dimension"]?.int, count >= 0, dimension > 0,
      let store = json["store"]?.string.flatMap({ VectorStore(rawValue: $0.text) }), let fields = json["encoder"]?.object,
      let metric = VectorMetric(rawValue: json["metric"]?.string?.text ?? "ip")
    else { return nil }
    let codes = json["codes"]?.string?.text
    guard codes == nil ? json["codes"] == nil : codes == "int8" else { return nil }
    self.init(
      count: count, dimension: dimension, store: store, metric: metric,
      encoder: fields.map { Field($0.key.text, $0.value.string?.text ?? "") })
    hasCodes = codes != nil
    graph = json["graph"]
  }
}
