/// Every loss, one row each.
public enum LossRegistry {
  /// Losses over the scores of a query's passages.
  public static let crossEncoder: [LossKind] = []

  /// Losses over the vectors of queries and passages.
  public static let biEncoder: [LossKind] = []

  /// The rows for a stage.
  public static func kinds(_ stage: TrainedStage) -> [LossKind] { stage == .crossEncoder ? crossEncoder : biEncoder }

  /// The loss of that name with its options, and these options as resolved. Throws when the name or an option is unknown, or a value out of its domain.
  public static func make(
    _ name: String, for stage: TrainedStage, options: [String: OptionValue] = [:]
  ) throws(TrainingError) -> (loss: any Loss, settings: OptionSettings) {
    guard let kind = kinds(stage).first(where: { $0.name == name }) else {
      throw .unknownName(kind: "\(stage.rawValue) loss", name: name, known: kinds(stage).map(\.name))
    }
    let settings = try OptionSettings(options, declared: kind.options, owner: "loss '\(name)'")
    return (kind.make(settings), settings)
  }
}
