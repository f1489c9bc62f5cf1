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
  /// A loss or the norm of the gradients that is no finite number. `sources` are the examples it was computed from, `checkpoint` the
  /// last one, whose weights are good.
  case notFinite(what: String, step: Int, sources: [String], checkpoint: String?)
  /// Training was asked to stop, and saved a checkpoint.
  case interrupted(step: Int, checkpoint: String)
  /// A checkpoint that cannot be resumed from.
  case checkpoint(path: String, reason: String)
  /// The weights of the best evaluation are not where they were kept.
  case bestMissing(path: String, step: Int)
  /// The data has fewer examples than when the checkpoint was made.
  case dataChanged(epoch: Int, expected: Int, found: Int)
  /// The data has no examples at all.
  case noExamples
  /// A setting of the trainer that is out of range.
  case setting(name: String, reason: String)

  /// The message for people.
  public var description: String {
    switch self {
    case .unknownName(let kind, let name, let known):
      "there is no \(kind) '\(name)'; use one of: \(known.joined(separator: ", "))"
    case .unknownOption(let owner, let option, let known):
      known.isEmpty
        ? "\(owner) has no option '\(Self.key(option))', and takes none: remove it"
        : "\(owner) has no option '\(Self.key(option))'; it has: \(known.map(Self.key).joined(separator: ", "))"
    case .optionValue(let owner, let option, let found, let expected):
      "\(owner): option '\(Self.key(option))' is \(found), and must be \(expected)"
    case .labels(let loss, let source, let reason): "\(source): \(reason) (loss '\(loss)')"
    case .optimizerState(let reason):
      "the saved optimizer does not fit this model: \(reason); resume with the recipe that began the training, or start afresh"
    case .notFinite(let what, let step, let sources, let checkpoint):
      "step \(step): \(what) is not a finite number. Its examples:\n\(Self.list(sources))"
        + (checkpoint.map { "The last good checkpoint is \($0)" } ?? "There is no checkpoint yet")
        + ". Going on with the same settings ends here again: look at these examples, lower the learning rate or clip harder, and start "
        + "afresh"
    case .interrupted(let step, let checkpoint):
      "training was interrupted after step \(step); \(checkpoint) holds it: run the same command with --resume to go on"
    case .checkpoint(let path, let reason):
      "\(path): \(reason); resume with the recipe and the data that began the training, or start afresh in another folder"
    case .bestMissing(let path, let step):
      "\(path) is gone: it held the weights of step \(step), the best evaluation so far, which are the training's result; put the folder "
        + "back, or start afresh with --overwrite"
    case .dataChanged(let epoch, let expected, let found):
      "the checkpoint was made after \(expected) examples of epoch \(epoch + 1), and the data now has \(found): it was changed; start afresh"
    case .noExamples: "there is not one example to train on; look at the recipe's data section"
    case .setting(let name, let reason): "\(name) \(reason)"
    }
  }

  /// An option as a recipe writes it.
  private static func key(_ option: String) -> String { option.replacing("-", with: "_") }

  private static func list(_ sources: [String]) -> String {
    let shown = sources.prefix(64).map { "  \($0)\n" }.joined()
    return sources.count > 64 ? shown + "  and \(sources.count - 64) more\n" : shown
  }
}
