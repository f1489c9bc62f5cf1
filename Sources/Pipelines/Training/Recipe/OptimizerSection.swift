internal import Tensors
internal import Training

/// `optimizer:` of a recipe: AdamW or Lion and their numbers.
struct OptimizerSection: Equatable, Sendable {
  /// Which parameters weight decay leaves alone.
  enum Decay: String, CaseIterable {
    /// None: biases and norms decay too, as in the two papers' own runs.
    case all
    /// Biases and the weights of norms, as in Hugging Face's Trainer.
    case noBiasNorm = "no-bias-norm"
  }

  /// The known optimizers.
  enum Name: String, CaseIterable {
    case adamW = "adamw"
    case lion
  }

  var name = Name.adamW
  var learningRate = 2e-5
  var betas = [0.9, 0.999]
  var epsilon = 1e-8
  var weightDecay = 0.01
  var decay = Decay.noBiasNorm

  /// An optimizer's own defaults. Lion's follow its authors' rule (arXiv:2302.06675, section 5): a rate 3-10 times smaller than AdamW's
  /// and a decay as many times larger, here four times.
  init(_ name: Name = .adamW) {
    self.name = name
    if name == .lion { (learningRate, betas, weightDecay) = (5e-6, [0.9, 0.99], 0.04) }
  }

  init(_ reader: YAMLReader) throws {
    guard reader.node.mapping != nil else {
      self.init(try reader.choice(Name.self))
      return
    }
    var mapping = try reader.mapping()
    self.init(try mapping.optional("name")?.choice(Name.self) ?? .adamW)
    learningRate = try mapping.optional("learning_rate")?.positive() ?? learningRate
    betas = try mapping.optional("betas").map(Self.betas) ?? betas
    if name == .adamW { epsilon = try mapping.optional("epsilon")?.positive() ?? epsilon }
    weightDecay = try mapping.optional("weight_decay")?.double(in: 0...1e3) ?? weightDecay
    decay = try mapping.optional("decay")?.choice(Decay.self) ?? decay
    try mapping.finishTraining()
  }

  private static func betas(_ reader: YAMLReader) throws -> [Double] {
    let list = try reader.list()
    guard list.count == 2 else { throw reader.error("\(reader.path) must be two numbers, such as [0.9, 0.999]") }
    return try list.map { item in
      let value = try item.double(in: 0...1)
      if value == 1 { throw item.error("\(item.path) must be below 1") }
      return value
    }
  }

  var tree: SettingTree {
    .settings {
      $0.add("name", name.rawValue)
      $0.add("learning_rate", learningRate)
      $0.add("betas", betas.map { "\($0)" })
      if name == .adamW { $0.add("epsilon", epsilon) }
      $0.add("weight_decay", weightDecay)
      $0.add("decay", decay.rawValue)
    }
  }
}

extension OptimizerSection {
  /// The optimizer itself.
  func optimizer(on instructionSet: InstructionSet) throws -> any Optimizer {
    var options: [String: OptionValue] = [
      "beta1": .number(betas[0]), "beta2": .number(betas[1]), "weight-decay": .number(weightDecay),
      "decay": .text(decay.rawValue),
    ]
    if name == .adamW { options["epsilon"] = .number(epsilon) }
    return try OptimizerRegistry.make(name.rawValue, options: options, on: instructionSet).optimizer
  }

  /// Floats of state for each trained one.
  var stateFloats: Int { (try? OptimizerRegistry.kind(name.rawValue).stateFloats) ?? 2 }
}
