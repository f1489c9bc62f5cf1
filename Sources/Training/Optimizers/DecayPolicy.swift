internal import Transformers

/// Which parameters a weight decay takes from.
public enum DecayPolicy: String, Sendable, CaseIterable {
  /// Not from biases and the weights of norms, as transformers' Trainer has it.
  case noBiasOrNorm = "no-bias-norm"
  /// From every one, as a torch optimizer over `model.parameters()` does, and paper 2506.18297 did.
  case all

  /// True when a parameter of that name decays.
  ///
  /// Source: transformers' `Trainer.get_decay_parameter_names`, whose patterns are "bias", "layernorm", "rmsnorm", and "norm" as a whole
  /// component of a name or behind an underscore. It finds GTE's norms, which are called `ln`, by their type.
  public func decays(_ name: String) -> Bool {
    if self == .all { return true }
    return !name.lowercased().split(separator: ".").contains { component in
      ["bias", "layernorm", "rmsnorm"].contains { component.contains($0) } || component == "norm" || component == "ln"
        || component.hasSuffix("_norm") || component.hasSuffix("_ln")
    }
  }

  static let option = Option.choice(
    "decay", allCases.map(\.rawValue), "what decays: not biases and norms, or everything")

  init(_ settings: OptionSettings) { self = DecayPolicy(rawValue: settings.text(Self.option.name)) ?? .noBiasOrNorm }
}
