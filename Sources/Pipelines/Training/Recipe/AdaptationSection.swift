internal import Transformers

/// `adaptation:` of a recipe: which weights are trained.
enum AdaptationSection: Equatable, Sendable {
  /// All of them.
  case full
  /// Low-rank updates of the linear layers named, and the head (arXiv:2106.09685).
  case lora(LoRA)
  /// All but the embeddings and the lowest layers.
  case frozen(embeddings: Bool, layers: Int)

  /// The numbers of LoRA.
  struct LoRA: Equatable, Sendable {
    var rank = 16
    var alpha = 32.0
    var dropout = 0.05
    var targets = ["query", "value"]
    /// Scale alpha / sqrt(rank) instead of alpha / rank (rsLoRA, arXiv:2312.03732).
    var isRankStabilised = false
  }

  init(_ reader: YAMLReader) throws {
    if reader.node.mapping == nil {
      switch try reader.string() {
      case "full": self = .full
      case "lora": self = .lora(LoRA())
      default: throw reader.error("unknown adaptation; known: full, lora, or one of the mappings {lora: ..}, {frozen: ..}")
      }
      return
    }
    var mapping = try reader.mapping()
    let lora = mapping.optional("lora")
    let frozen = mapping.optional("frozen")
    try mapping.finishTraining()
    switch (lora, frozen) {
    case (let lora?, nil): self = .lora(try LoRA(lora))
    case (nil, let frozen?): self = try Self.frozen(frozen)
    default: throw reader.error("adaptation takes one of lora and frozen")
    }
  }

  private static func frozen(_ reader: YAMLReader) throws -> Self {
    var mapping = try reader.mapping()
    let layers = try mapping.optional("layers")?.int(atLeast: 0) ?? 0
    let embeddings = mapping.optional("embeddings")
    try mapping.finishTraining()
    let isFrozen = try embeddings?.bool() ?? true
    if layers > 0, !isFrozen { throw reader.error("frozen layers lie above the embeddings, which must be frozen too") }
    if !isFrozen { throw reader.error("nothing is frozen; write `adaptation: full`") }
    return .frozen(embeddings: isFrozen, layers: layers)
  }

  var isLowRank: Bool { if case .lora = self { true } else { false } }

  var tree: SettingTree {
    switch self {
    case .full: .value("full")
    case .lora(let lora): .settings { $0.add("lora", tree: lora.tree) }
    case .frozen(let embeddings, let layers):
      .settings {
        $0.add(
          "frozen",
          tree: .settings {
            $0.add("embeddings", embeddings)
            $0.add("layers", layers)
          })
      }
    }
  }
}

extension AdaptationSection.LoRA {
  init(_ reader: YAMLReader) throws {
    self.init()
    if reader.node.mapping == nil, reader.node.scalar?.string.isEmpty == true { return }
    var mapping = try reader.mapping()
    rank = try mapping.optional("rank")?.int(in: 1...1_024) ?? rank
    alpha = try mapping.optional("alpha")?.positive() ?? Double(2 * rank)
    dropout = try mapping.optional("dropout")?.rate() ?? dropout
    targets = try mapping.optional("targets")?.oneOrMore().map { try $0.string() } ?? targets
    isRankStabilised = try mapping.optional("rslora")?.bool() ?? false
    try mapping.finishTraining()
    if targets.isEmpty { throw reader.error("targets must name at least one linear layer, such as query") }
  }

  var tree: SettingTree {
    .settings {
      $0.add("rank", rank)
      $0.add("alpha", alpha)
      $0.add("dropout", dropout)
      $0.add("targets", targets)
      $0.add("rslora", isRankStabilised)
    }
  }
}

extension AdaptationSection {
  /// The same in the words of the models.
  var adaptation: Adaptation {
    switch self {
    case .full: .full()
    case .frozen(_, let layers): .full(frozen: layers > 0 ? .layers(layers) : .embeddings)
    case .lora(let lora): .lora(lora.settings)
    }
  }
}

extension AdaptationSection.LoRA {
  var settings: LoRASettings {
    LoRASettings(rank: rank, alpha: alpha, dropout: dropout, targets: targets, isRankStabilised: isRankStabilised)
  }
}
