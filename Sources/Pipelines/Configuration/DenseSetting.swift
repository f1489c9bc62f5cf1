internal import Dense
internal import Transformers

extension PipelineConfiguration {
  /// One of the index's sets of vectors.
  struct DenseSet: Sendable, Equatable {
    /// Where the vectors come from.
    enum Source: Sendable, Equatable {
      /// An encoder, and what it computes in.
      case encoder(model: String, precision: Precision)
      /// A file made elsewhere, and the ids of its rows where they are not beside it.
      case file(path: String, ids: String?)
    }

    var source: Source
    /// The set's name; nil for the usual one.
    var name: String?
    /// How it is stored.
    var settings = VectorSettings()
    /// The graph over it; nil for none.
    var graph: GraphSettings?

    /// The encoder; nil for a file.
    var model: String? {
      if case .encoder(let model, _) = source { model } else { nil }
    }

    /// What the plan of a pipeline says of it.
    var text: String {
      let graph = graph == nil ? "" : " with a graph"
      return switch source {
      case .encoder(let model, let precision): "vectors of \(model)\(precision == .fp32 ? "" : " in \(precision)")\(graph)"
      case .file(let path, _): "vectors from \(path)\(graph)"
      }
    }
  }
}

extension PipelineConfiguration.DenseSet {
  /// A model, `{model: NAME, precision: int8}`, or `{vectors: FILE, ids: FILE}`; both with `name`, `store`, `codes`, `metric` and `hnsw`.
  init(_ reader: YAMLReader) throws {
    guard reader.node.mapping != nil else {
      source = .encoder(model: try reader.modelName(), precision: .fp32)
      return
    }
    var mapping = try reader.mapping()
    if let file = mapping.optional("vectors") {
      source = .file(path: try file.filePath(), ids: try mapping.optional("ids")?.filePath())
    } else {
      let model = try mapping.required("model").modelName()
      source = .encoder(model: model, precision: try mapping.optional("precision")?.precision() ?? .fp32)
    }
    name = try mapping.optional("name")?.string()
    settings.store = try mapping.optional("store")?.oneOf(VectorStore.allCases)
    settings.codes = try mapping.optional("codes").map { try $0.oneOf(CodesSetting.allCases) == .int8 }
    settings.metric = try mapping.optional("metric")?.oneOf(VectorMetric.allCases)
    graph = try mapping.optional("hnsw")?.graphSettings()
    try mapping.finish()
  }
}

extension IndexJob {
  /// Asks for one of a pipeline's sets.
  mutating func add(_ set: PipelineConfiguration.DenseSet) {
    (encoder, vectorFile, vectorIDs, setName) = (nil, nil, nil, set.name)
    (vectors, graph) = (set.settings, set.graph)
    switch set.source {
    case .encoder(let model, let precision): (encoder, self.precision) = (model, precision.rawValue)
    case .file(let path, let ids): (vectorFile, vectorIDs) = (path, ids)
    }
  }
}

extension YAMLReader {
  /// `true` for a graph of the usual parameters, or `{m: 16, ef-construction: 200}`.
  func graphSettings() throws -> GraphSettings? {
    if node.mapping == nil { return try bool() ? GraphSettings() : nil }
    var mapping = try self.mapping()
    let settings = GraphSettings(
      links: try mapping.optional("m")?.int(atLeast: 2), efConstruction: try mapping.optional("ef-construction")?.int(atLeast: 2))
    try mapping.finish()
    do { _ = try settings.parameters() } catch { throw self.error("\(error)") }
    return settings
  }

  /// One of the values of an enumeration.
  func oneOf<Value: RawRepresentable<String>>(_ known: [Value]) throws -> Value {
    let text = try string()
    if let value = Value(rawValue: text) { return value }
    throw error("\(path) is '\(text)'; known: \(known.map(\.rawValue).joined(separator: ", "))")
  }
}

/// Codes beside vectors in a pipeline.
private enum CodesSetting: String, CaseIterable {
  case int8
  case none
}
