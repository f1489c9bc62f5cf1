public import Tensors

extension TrainingModel {
  /// The model of a LoRA adapter's folder with the changes beside the weights, y = W x + b + s B (A x), as they are while they are
  /// trained; `CrossEncoder` and `TextEncoder` read the same folder with the changes merged into the weights.
  ///
  /// A cross-encoder where the adapter brings a classifier, otherwise a bi-encoder. Throws `TransformersError` when the folder is no
  /// adapter's, or its layers differ in rank or in scale.
  public static func unmerged(adapter path: String, instructionSet: InstructionSet? = nil) throws -> TrainingModel {
    let set = try instructionSet ?? InstructionSet.chosen(), folder = try ModelFolder(path)
    let transformer = try TransformerFolder(ModuleList(of: folder)?.folder(0) ?? folder)
    guard let adapter = try transformer.checkpoint(on: set).adapter else {
      throw TransformersError.training(
        path: path, reason: "holds a whole model; give the folder of a LoRA adapter, which has an adapter_config.json")
    }
    let family = try ModelFamily.of(transformer.configuration()).training
    let isClassifier = adapter.replacements.contains { family.canonical($0.name).hasPrefix("classifier.") }
    let changes = adapter.updates.map { update in
      let name = family.canonical("\(update.module).weight")
      return (module: String((isClassifier ? family.savedName(name) : name).dropLast(".weight".utf8.count)), update: update)
    }
    var settings = TrainingModelSettings(adaptation: .lora(try LoRASettings(of: changes, path: path)))
    settings.keepsChangesApart = true
    let model =
      isClassifier
      ? try crossEncoder(folder: path, settings: settings, instructionSet: set)
      : try biEncoder(folder: path, settings: settings, instructionSet: set)
    try model.fill(changes, path: path)
    return model
  }

  /// Gives the low-rank layers an adapter's factors.
  private func fill(_ changes: [(module: String, update: LowRankUpdate)], path: String) throws {
    var factors: [String: [Float]] = [:]
    for (module, update) in changes {
      factors["\(module).lora_A.weight"] = update.down
      factors["\(module).lora_B.weight"] = update.up
    }
    for parameter in parameters where parameter.role == .lowRank {
      guard let floats = factors[parameter.name], floats.count == parameter.count else {
        throw TransformersError.weights(
          path: path, problems: ["'\(parameter.name)' of shape \(parameter.shape) is missing, or has another shape"])
      }
      var values = parameter.mutableValues
      for index in floats.indices { values[index] = floats[index] }
    }
    parametersChanged()
  }
}

extension LoRASettings {
  /// Those of an adapter, layer by layer, whose layers have one rank and one scale.
  fileprivate init(of changes: [(module: String, update: LowRankUpdate)], path: String) throws {
    guard let first = changes.first?.update else {
      throw TransformersError.training(path: path, reason: "changes no layer by a low rank")
    }
    guard changes.allSatisfy({ $0.update.rank == first.rank && $0.update.scale == first.scale }) else {
      throw TransformersError.training(
        path: path, reason: "has layers of different ranks or scales, which are only read merged")
    }
    self.init(rank: first.rank, alpha: Double(first.scale) * Double(first.rank), targets: changes.map(\.module))
  }
}
