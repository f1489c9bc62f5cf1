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

    /// The encoder; nil for a file.
    var model: String? {
      if case .encoder(let model, _) = source { model } else { nil }
    }

    /// What the plan of a pipeline says of it.
    var text: String {
      switch source {
      case .encoder(let model, let precision): "vectors of \(model)\(precision == .fp32 ? "" : " in \(precision)")"
      case .file(let path, _): "vectors from \(path)"
      }
    }
  }
}

extension PipelineConfiguration.DenseSet {
  /// A model, `{model: NAME, precision: int8, name: SET}`, or `{vectors: FILE, ids: FILE, name: SET}`.
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
    try mapping.finish()
  }
}

extension IndexJob {
  /// Asks for one of a pipeline's sets.
  mutating func add(_ set: PipelineConfiguration.DenseSet) {
    (encoder, vectorFile, vectorIDs, setName) = (nil, nil, nil, set.name)
    switch set.source {
    case .encoder(let model, let precision): (encoder, self.precision) = (model, precision.rawValue)
    case .file(let path, let ids): (vectorFile, vectorIDs) = (path, ids)
    }
  }
}
