/// Which weights of a model are trained, and how. The head of a cross-encoder always is.
public enum Adaptation: Sendable, Hashable {
  /// The weights themselves, all but the frozen ones.
  case full(frozen: FrozenPart = .nothing)
  /// Low-rank changes of some linear layers; all else is frozen.
  case lora(LoRASettings)
}

/// The part of a model's body that is not trained, counted from the input.
public enum FrozenPart: Sendable, Hashable {
  /// Everything is trained.
  case nothing
  /// The embeddings, with their norm.
  case embeddings
  /// The embeddings and the first layers.
  case layers(Int)
}

/// Low-rank adaptation (Hu et al., arXiv:2106.09685): y = W x + b + s B A dropout(x), with A of rank x inputs and B of outputs x rank.
public struct LoRASettings: Sendable, Hashable {
  /// Rows of A and columns of B.
  public var rank: Int
  /// s is alpha / rank, or alpha / √rank when rank-stabilised.
  public var alpha: Double
  /// The rate of dropout on x, in 0..<1.
  public var dropout: Double
  /// The last components of the names of the layers that are adapted, as peft matches them: "query" means every layer whose name is
  /// that or ends in ".query".
  public var targets: [String]
  /// True for rsLoRA (arXiv:2312.03732).
  public var isRankStabilised: Bool

  /// Settings; the defaults are peft's.
  public init(rank: Int = 8, alpha: Double = 8, dropout: Double = 0, targets: [String], isRankStabilised: Bool = false) {
    self.rank = rank
    self.alpha = alpha
    self.dropout = dropout
    self.targets = targets
    self.isRankStabilised = isRankStabilised
  }

  /// s.
  public var scale: Double { alpha / (isRankStabilised ? Double(rank).squareRoot() : Double(rank)) }

  /// Throws when a number is out of range.
  func check(path: String) throws {
    guard rank >= 1, rank <= 1_024, alpha.isFinite, alpha > 0, dropout >= 0, dropout < 1 else {
      throw TransformersError.training(
        path: path,
        reason:
          "LoRA needs a rank from 1 to 1024, an alpha above 0 and a dropout from 0 to below 1, not \(rank), \(alpha), \(dropout)")
    }
  }

  /// True when a target means a module.
  static func matches(_ module: String, _ target: String) -> Bool { module == target || module.hasSuffix(".\(target)") }
}
