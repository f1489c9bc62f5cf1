internal import Tensors

/// What a model that is read to be trained leaves behind beside its layers: its parameters in the order of reading, and what is to be
/// packed again when they change.
///
/// Weights are read from the input of a model to its output, so that a layer knows whether something below it is trained, for only
/// then it passes gradients on.
final class TrainingStore: @unchecked Sendable {
  // Filled by the one thread that loads the model, and read only after that.

  /// The part of a model that is being read.
  enum Section: Equatable {
    case embeddings
    case layer(Int)
    /// What comes behind the last layer of the body.
    case end
    case head
    /// A module behind the pooling.
    case module(Int)
  }

  let settings: TrainingModelSettings
  /// Dropout rates of config.json, or the one of the settings.
  let rates: DropoutRates
  /// The name by which a weight is saved, from its canonical one.
  private let savedName: (String) -> String
  /// How a weight that the checkpoint lacks is made; nil where it must be there.
  private let initialisation: (String) -> Initialisation?

  var section = Section.embeddings
  private(set) var parameters: [Parameter] = []
  private(set) var weights: [TrainingWeight] = []
  private(set) var initialised: [String] = []
  /// Names of all linear layers of the body: what LoRA can be asked for.
  private(set) var modules: [String] = []
  private var matched: Set<String> = []
  private var sites = 0

  /// The store of a model of a family; a classifier's weights that are missing are made.
  init(
    _ settings: TrainingModelSettings, _ family: FamilyTraining, _ configuration: ConfigurationReader,
    _ folder: TransformerFolder, isClassifier: Bool
  ) throws {
    if case .lora(let lora) = settings.adaptation {
      guard !folder.isAdapter || settings.keepsChangesApart else {
        throw TransformersError.training(
          path: folder.folder.path,
          reason:
            "is a LoRA adapter already, and another on top of it is not implemented. Give LoRA a whole model: train the adapter with "
            + "`output: {merge: true}`, or merge it with peft's merge_and_unload; or train all weights (`adaptation: full`), which begins "
            + "with the merged ones")
      }
      try lora.check(path: configuration.path)
    }
    self.settings = settings
    let rates = try family.dropout(configuration)
    self.rates = settings.dropout.map { rates.replaced(by: Float($0)) } ?? rates
    let initialisation = try family.initialisation(configuration)
    savedName = { isClassifier ? family.savedName($0) : $0 }
    self.initialisation = { isClassifier ? initialisation($0) : nil }
  }

  /// True when the weights of the section are trained.
  var isTrained: Bool {
    switch (section, settings.adaptation) {
    case (.head, _), (.module, _), (_, .full(.nothing)): true
    case (_, .lora), (.embeddings, _): false
    case (.layer(let index), .full(.layers(let frozen))): index >= frozen
    case (_, .full): true
    }
  }

  /// True when something that was read already is trained.
  var hasTrained: Bool { parameters.contains { $0.isTrainable } }

  /// A place of dropout: each has a number of its own.
  func dropout(_ rate: KeyPath<DropoutRates, Float?>) -> Dropout {
    defer { sites += 1 }
    return Dropout(rate: rates[keyPath: rate] ?? 0, site: sites)
  }

  func add(_ name: String, shape: [Int], _ storage: Parameter.Storage) {
    parameters.append(Parameter(saved(name), shape: shape, role: role, storage: storage))
  }

  func add(_ weight: TrainingWeight) { weights.append(weight) }

  /// The floats of a weight that the checkpoint lacks.
  func initial(_ name: String, _ shape: [Int]) -> [Float]? {
    guard let initialisation = initialisation(name) else { return nil }
    initialised.append(saved(name))
    return initialisation.floats(count: shape.reduce(1, *), from: PlacedRandom(seed: settings.seed, name: saved(name)))
  }

  private func saved(_ name: String) -> String {
    if case .module = section { return name }
    return savedName(name)
  }

  private var role: Parameter.Role {
    switch section {
    case .head: .head
    case .module(let index): .module(index)
    default: .body
    }
  }
}

extension TrainingStore {
  /// The low-rank changes of those among some equal layers, whose weights are rows of one, that LoRA is asked for.
  func changes(of names: [String], inputs: Int, outputs: Int, on instructionSet: InstructionSet) -> [LowRankLayer] {
    guard role == .body else { return [] }
    modules += names.map(saved)
    guard case .lora(let settings) = settings.adaptation else { return [] }
    let passes = hasTrained
    return names.enumerated().compactMap { place, name in
      let module = saved(name)
      let found = settings.targets.filter { LoRASettings.matches(module, $0) }
      matched.formUnion(found)
      guard !found.isEmpty else { return nil }
      let layer = LowRankLayer(
        settings, module: module, rows: place * outputs..<(place + 1) * outputs, inputs: inputs, seed: self.settings.seed,
        dropout: Dropout(rate: Float(settings.dropout), site: sites), passesGradient: passes, on: instructionSet)
      sites += 1
      add(layer, to: module, on: instructionSet)
      return layer
    }
  }

  private func add(_ layer: LowRankLayer, to module: String, on instructionSet: InstructionSet) {
    let factor = { (name: String, memory: WeightMemory) in
      Parameter(
        "\(module).\(name).weight", shape: [memory.rows, memory.columns], role: .lowRank, storage: .memory(memory, first: 0))
    }
    let down = factor("lora_A", layer.down), up = factor("lora_B", layer.up)
    parameters.last { $0.name == "\(module).weight" }?.change = LowRankChange(
      down: down, up: up, scale: layer.scale, instructionSet: instructionSet)
    parameters += [down, up]
  }

  /// Throws when a target of LoRA was no layer's name, or when more layers are to be frozen than there are.
  func check(path: String, layers: Int) throws {
    switch settings.adaptation {
    case .lora(let settings):
      let unmatched = settings.targets.filter { !matched.contains($0) }
      guard unmatched.isEmpty, !settings.targets.isEmpty else {
        throw TransformersError.noSuchModule(path: path, names: unmatched, known: modulePatterns)
      }
    case .full(.layers(let frozen)):
      guard (0...layers).contains(frozen) else {
        throw TransformersError.training(path: path, reason: "\(frozen) layers cannot be frozen: the model has \(layers)")
      }
    case .full: break
    }
  }

  /// The names of linear layers, once for all layers of the same name: numbers become stars.
  private var modulePatterns: [String] {
    var known: [String] = []
    for module in modules {
      let pattern = module.split(separator: ".").map { Int($0) == nil ? String($0) : "*" }.joined(separator: ".")
      if !known.contains(pattern) { known.append(pattern) }
    }
    return known
  }
}
