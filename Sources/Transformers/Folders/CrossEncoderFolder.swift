internal import Bytes
internal import Tensors

/// What sentence-transformers stores of a cross-encoder beside the model. Source: version 6.2, cross_encoder/model.py.
struct CrossEncoderFolder {
  let transformer: TransformerFolder
  let settings: TransformerSettings
  /// The default prompt, which goes before the query.
  let prefix: ByteString
  let activation: ScoreActivation

  init(_ folder: ModelFolder) throws {
    let configuration = try folder.optionalConfiguration("config_sentence_transformers.json")
    let list = configuration?.value("model_type")?.string == "CrossEncoder" ? try ModuleList(of: folder) : nil
    if let list { try Self.checkModules(list) }
    let model = try list?.folder(0) ?? folder
    transformer = try TransformerFolder(model)
    settings = try list.map { _ in try TransformerSettings(model, task: "sequence-classification") } ?? TransformerSettings()
    prefix = try list == nil ? "" : configuration.map(Prompts.init)?.standard ?? ""
    activation = try Self.activation(list == nil ? nil : configuration, transformer.configuration())
  }

  private static func checkModules(_ list: ModuleList) throws {
    guard list.kinds[0] == "Transformer" else { throw list.failure(0, "the first must be a Transformer") }
    guard list.kinds.count == 1 else {
      throw list.failure(1, "a cross-encoder of a Transformer alone is implemented, not one with other modules")
    }
  }

  /// The newest of the three places where it may be; a sigmoid, where none names one.
  private static func activation(_ folder: ConfigurationReader?, _ model: ConfigurationReader) throws -> ScoreActivation {
    let places = [
      (folder, "activation_fn"), (try model.section("sentence_transformers"), "activation_fn"),
      (model, "sbert_ce_default_activation_function"),
    ]
    for case (let reader?, let key) in places where reader.value(key) != nil {
      let name = try reader.string(key)
      // Code from elsewhere is not run; the library then takes its default too.
      guard name.hasPrefix("torch.") else { return .sigmoid }
      return try reader.choice(key, default: "", from: ScoreActivation.names)
    }
    return .sigmoid
  }

  /// Throws for a head that labels tokens: it has the names, and may have the shape, of one that scores pairs, but its logits would mean
  /// nothing. An adapter brings a head of its own.
  func refuseTokenClassifier(_ configuration: ConfigurationReader) throws {
    let names = configuration.value("architectures")?.array?.compactMap { $0.string?.text } ?? []
    guard !transformer.isAdapter, let name = names.first(where: { $0.hasSuffix("ForTokenClassification") }),
      !names.contains(where: { $0.hasSuffix("ForSequenceClassification") })
    else { return }
    throw TransformersError.configuration(
      path: configuration.path, key: "architectures",
      reason: "names \(name), whose classifier labels tokens; a cross-encoder is a model for sequence classification")
  }

  /// The weights from which a cross-encoder's training begins: without a classifier that was made for another task, which is replaced
  /// by a new one. How many labels an encoder's configuration speaks of does not matter then.
  ///
  /// gte-multilingual-base holds `classifier.*` of a token classifier of one label, whose shape is that of a cross-encoder's.
  func trainingCheckpoint(
    _ configuration: ConfigurationReader, _ family: FamilyTraining, on instructionSet: InstructionSet
  ) throws -> Checkpoint {
    let checkpoint = try transformer.checkpoint(on: instructionSet)
    let names = configuration.value("architectures")?.array?.compactMap { $0.string?.text } ?? []
    let isForTask = { (ending: String) in names.contains { $0.hasSuffix(ending) } }
    let isClassifier = { (name: String) in family.canonical(name).hasPrefix("classifier.") }
    guard !transformer.isAdapter, isForTask("ForTokenClassification"), !isForTask("ForSequenceClassification") else {
      if checkpoint.tensors.contains(where: { isClassifier($0.tensor.name) }) { try checkLabels(configuration) }
      return checkpoint
    }
    return checkpoint.without(isClassifier)
  }

  /// Throws unless the model has one label: as many as config.json says or, where it is silent, two with transformers' classification
  /// head and one where sentence-transformers adds the head.
  func checkLabels(_ configuration: ConfigurationReader) throws {
    let architectures = configuration.value("architectures")?.array?.compactMap { $0.string?.text } ?? []
    let hasHead = architectures.contains { $0.hasSuffix("ForSequenceClassification") }
    if transformer.isAdapter && !hasHead { return }
    let stated = configuration.value("num_labels")?.int ?? configuration.value("id2label")?.object?.count
    let labels = stated ?? (hasHead ? 2 : 1)
    guard labels == 1 else {
      throw TransformersError.configuration(
        path: configuration.path, key: "id2label", reason: "has \(labels) labels; a cross-encoder has one")
    }
  }
}

extension ScoreActivation {
  fileprivate static let names: [String: ScoreActivation] = [
    "torch.nn.modules.activation.Sigmoid": .sigmoid, "torch.nn.modules.linear.Identity": .identity,
    "torch.nn.Sigmoid": .sigmoid, "torch.nn.Identity": .identity, "torch.nn.modules.activation.Tanh": .tanh,
    "torch.nn.Tanh": .tanh,
  ]
}
