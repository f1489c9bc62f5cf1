/// Every loss, one row each.
public enum LossRegistry {
  /// Losses over the scores of a query's passages.
  public static let crossEncoder: [LossKind] = [
    BinaryCrossEntropy.binary, BinaryCrossEntropy.graded, SquaredError.kind, RankNet.kind, LambdaRank.kind, ListwiseSoftmax.kind,
    MarginMSE.kind, Distillation.kind, BinaryCrossEntropy.scoreDistillation,
  ]

  /// Losses over the vectors of queries and passages.
  public static let biEncoder: [LossKind] = [
    MultipleNegativesRanking.kind, Triplet.kind, Contrastive.kind, MarginMSE.biEncoder, Distillation.biEncoder,
  ]

  /// The rows for a stage.
  public static func kinds(_ stage: TrainedStage) -> [LossKind] { stage == .crossEncoder ? crossEncoder : biEncoder }

  /// The loss of that name with its options, and these options as resolved. Throws when the name or an option is unknown, or a value
  /// out of its domain.
  public static func make(
    _ name: String, for stage: TrainedStage, options: [String: OptionValue] = [:]
  ) throws(TrainingError) -> (loss: any Loss, settings: OptionSettings) {
    guard let kind = kinds(stage).first(where: { $0.name == name }) else {
      throw .unknownName(kind: "\(stage.rawValue) loss", name: name, known: kinds(stage).map(\.name))
    }
    var given = options
    kind.completes(&given)
    let settings = try OptionSettings(given, declared: kind.options, owner: "loss '\(name)'")
    return (kind.make(settings), settings)
  }
}
