/// What is trained.
public enum TrainedStage: String, Sendable, CaseIterable {
  /// Scores a query and a passage together: one number a pair.
  case crossEncoder = "cross-encoder"
  /// Encodes queries and passages apart: one vector a text.
  case biEncoder = "bi-encoder"
}

/// A row of the registry of losses.
public struct LossKind: Sendable {
  /// Its name in a recipe.
  public let name: String
  /// What the loss is, one line for help texts.
  public let summary: String
  /// What labels it demands, one line for help texts.
  public let labels: String
  /// What it can be told.
  public let options: [Option]
  /// Gives options that were not given and whose standard value depends on another.
  var completes: @Sendable (inout [String: OptionValue]) -> Void = { _ in }
  /// The loss with all options resolved.
  let make: @Sendable (OptionSettings) -> any Loss
}
