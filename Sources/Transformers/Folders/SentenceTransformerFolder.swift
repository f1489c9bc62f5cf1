internal import Bytes
internal import Files
internal import Tensors

/// What a sentence-transformers folder says beyond the transformer: pooling, further modules, maximum length, prompts.
///
/// Source: sentence-transformers 6.2, base/model.py and sentence_transformer/modules. A folder without modules.json is taken as that
/// library takes it: mean pooling, no normalisation, no prompts.
struct SentenceTransformerFolder {
  let transformer: TransformerFolder
  let pooling: Pooling
  /// False when pooling and normalisation are assumed, for want of a modules.json.
  let isDeclared: Bool
  let prompts: Prompts
  let settings: TransformerSettings
  /// The modules, and where in them the Pooling is.
  private let list: ModuleList?
  private let pool: Int
  /// `truncate_dim`.
  private let truncatedWidth: Int?

  init(_ folder: ModelFolder) throws {
    if let list = try ModuleList(of: folder) {
      try self.init(folder, list)
    } else {
      self.init(assumedFor: try TransformerFolder(folder))
    }
  }

  private init(_ folder: ModelFolder, _ list: ModuleList) throws {
    let configuration = try folder.optionalConfiguration("config_sentence_transformers.json")
    try configuration.map(Self.checkType)
    let pool = try Self.checkedOrder(list)
    isDeclared = true
    let first = try list.folder(0)
    transformer = try TransformerFolder(first)
    pooling = try Pooling(list.folder(pool).configuration("config.json"))
    prompts = try configuration.map(Prompts.init) ?? .none
    settings = try TransformerSettings(first, task: "feature-extraction")
    self.list = list
    self.pool = pool
    truncatedWidth = try configuration?.optionalSize("truncate_dim")
  }

  private init(assumedFor transformer: TransformerFolder) {
    self.transformer = transformer
    isDeclared = false
    pooling = Pooling(modes: [.mean], includesPrompt: true)
    prompts = .none
    settings = TransformerSettings()
    list = nil
    pool = 0
    truncatedWidth = nil
  }

  private static func checkType(_ file: ConfigurationReader) throws {
    guard let type = file.value("model_type"), type.string != "SentenceTransformer" else { return }
    throw TransformersError.configuration(
      path: file.path, key: "model_type",
      reason: "is \(type.string?.text ?? type.kind), expected SentenceTransformer; give a bi-encoder")
  }

  /// Where the Pooling is, after the order has proved to be Transformer, Pooling, then any of Dense, LayerNorm and Normalize. Dropout
  /// does nothing outside training.
  private static func checkedOrder(_ list: ModuleList) throws -> Int {
    guard list.kinds[0] == "Transformer" else { throw list.failure(0, "the first must be a Transformer") }
    let pool = list.kinds.dropFirst().firstIndex { $0 != "Dropout" }
    guard let pool, list.kinds[pool] == "Pooling" else {
      throw list.failure(pool ?? 0, "a Pooling must follow the Transformer")
    }
    for index in list.kinds.indices.dropFirst(pool + 1) {
      guard ["Dense", "LayerNorm", "Normalize", "Dropout"].contains(list.kinds[index]) else {
        throw list.failure(index, "after Transformer and Pooling, only Dense, LayerNorm, Normalize and Dropout are implemented")
      }
    }
    return pool
  }

  /// The identity of the encoder that the folder describes.
  func identity(
    model: String, dimension: Int, modules: [SentenceModule], maximumLength: Int, precision: Precision
  ) -> EncoderIdentity {
    var normalises = false
    if case .normalize = modules.last { normalises = true }
    return EncoderIdentity(
      model: model, dimension: dimension, pooling: pooling.name + (isDeclared ? "" : ", assumed"), maximumLength: maximumLength,
      normalised: normalises, prefix: prompts.standard, queryPrompt: prompts.query, documentPrompt: prompts.document,
      precision: precision)
  }

  /// The modules after pooling, whose vectors have `width` floats, and the width of what they give. Their files go into `digest`.
  func modules(width: Int, digest: Digest, _ arithmetic: Arithmetic) throws -> (modules: [SentenceModule], width: Int) {
    var modules: [SentenceModule] = [], width = width
    for index in (list?.kinds.indices ?? 0..<0).dropFirst(pool + 1) {
      guard let list, let module = try module(index, of: list, width: width, digest: digest, arithmetic) else { continue }
      modules.append(module)
      if case .dense(let dense) = module { width = dense.outputs }
    }
    if let shorter = truncatedWidth, shorter < width {
      modules.append(.truncate(to: shorter))
      width = shorter
    }
    Self.addEarlyNormalisation(of: modules, to: digest)
    return (modules, width)
  }

  /// An identity tells of a Normalize that comes last; one before other modules decides the vectors too.
  private static func addEarlyNormalisation(of modules: [SentenceModule], to digest: Digest) {
    for (place, module) in modules.dropLast().enumerated() {
      if case .normalize = module { digest.update(field: "normalised after \(place) modules") }
    }
  }

  /// One module after pooling; nil for Dropout.
  private func module(
    _ index: Int, of list: ModuleList, width: Int, digest: Digest, _ arithmetic: Arithmetic
  ) throws -> SentenceModule? {
    if list.kinds[index] == "Dropout" { return nil }
    if list.kinds[index] == "Normalize" {
      try list.optionalFolder(index).map(Self.checkNormalize)
      return .normalize
    }
    let folder = try list.folder(index)
    digest.update(try folder.bytes("config.json"))
    digest.update(try folder.checkpoint())
    arithmetic.training?.section = .module(index)
    return list.kinds[index] == "Dense"
      ? .dense(try DenseModule(folder, inputs: width, arithmetic))
      : .layerNorm(try Self.layerNorm(folder, width: width, arithmetic))
  }

  /// torch's own layer norm, with its ε.
  private static func layerNorm(_ folder: ModelFolder, width: Int, _ arithmetic: Arithmetic) throws -> LayerNorm {
    var reader = WeightReader(try folder.checkpoint(), on: arithmetic) { $0 }
    let norm = LayerNorm("norm", width: width, epsilon: 1e-5, from: &reader)
    try reader.finish { _ in false }
    return norm
  }

  /// Older folders have no file for it, some not even a folder.
  private static func checkNormalize(_ folder: ModelFolder) throws {
    guard folder.has("config.json") else { return }
    let file = try folder.configuration("config.json")
    for key in ["module_input_name", "module_output_name"] {
      _ = try file.choice(key, default: "sentence_embedding", from: ["sentence_embedding": true])
    }
  }
}
