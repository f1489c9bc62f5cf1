public import Tensors
internal import Transformers

/// A row of the registry of optimizers.
public struct OptimizerKind: Sendable {
  /// Its name in a recipe.
  public let name: String
  /// What the optimizer is, one line for help texts.
  public let summary: String
  /// Floats that it keeps for each trained one, so that a forecast knows its state's bytes.
  public let stateFloats: Int
  /// What it can be told.
  public let options: [Option]
  /// The optimizer with all options resolved.
  let make: @Sendable (OptionSettings, InstructionSet) -> any Optimizer
}

/// Every optimizer, one row each.
public enum OptimizerRegistry {
  /// The rows.
  public static let all: [OptimizerKind] = [AdamW.kind, Lion.kind]

  /// The row of that name.
  public static func kind(_ name: String) throws(TrainingError) -> OptimizerKind {
    if let kind = all.first(where: { $0.name == name }) { return kind }
    throw .unknownName(kind: "optimizer", name: name, known: all.map(\.name))
  }

  /// The optimizer of that name with its options, and these options as resolved. Throws when the name or an option is unknown, or a
  /// value out of its domain.
  public static func make(
    _ name: String, options: [String: OptionValue] = [:], on instructionSet: InstructionSet
  ) throws(TrainingError) -> (optimizer: any Optimizer, settings: OptionSettings) {
    let kind = try kind(name)
    let settings = try OptionSettings(options, declared: kind.options, owner: "optimizer '\(name)'")
    return (kind.make(settings, instructionSet), settings)
  }
}
