/// What can go wrong in training. The text names the place and says what to do.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// A name that no row of a registry has. `kind` is "loss", "optimizer" or "schedule".
  case unknownName(kind: String, name: String, known: [String])
  /// An option that a loss, an optimizer or a schedule does not take. `owner` is as in "loss 'bce'".
  case unknownOption(owner: String, option: String, known: [String])
  /// An option whose value has the wrong type or lies outside its range.
  case optionValue(owner: String, option: String, found: String, expected: String)
  /// Labels that a loss cannot use; `source` says where the example comes from.
  case labels(loss: String, source: String, reason: String)
  /// A saved optimizer that does not belong to this model.
  case optimizerState(reason: String)

  /// The message for people.
  public var description: String {
    switch self {
    case .unknownName(let kind, let name, let known):
      "there is no \(kind) '\(name)'; use one of: \(known.joined(separator: ", "))"
    case .unknownOption(let owner, let option, let known):
      known.isEmpty
        ? "\(owner) has no option '\(option)', and takes none: remove it"
        : "\(owner) has no option '\(option)'; it has: \(known.joined(separator: ", "))"
    case .optionValue(let owner, let option, let found, let expected):
      "\(owner): option '\(option)' is \(found), and must be \(expected)"
    case .labels(let loss, let source, let reason): "\(source): \(reason) (loss '\(loss)')"
    case .optimizerState(let reason):
      "the saved optimizer does not fit this model: \(reason); resume with the recipe that began the training, or start afresh"
    }
  }
}
