internal import Training

/// `loss:` of a recipe: a name, or a name with options.
struct LossSection: Sendable {
  var name: String
  /// All options, those not given at their defaults.
  var settings: OptionSettings
  var loss: any Loss

  /// Reads a loss; without one, the usual of the task.
  init(_ reader: YAMLReader?, task: TrainingTask, recipe: YAMLReader) throws {
    var options: [String: OptionValue] = [:]
    var found = task.standardLoss
    if let reader, reader.node.mapping == nil { found = try reader.string() }
    if let reader, reader.node.mapping != nil {
      var mapping = try reader.mapping()
      found = try mapping.optional("name")?.string() ?? found
      for entry in mapping.entries where entry.key != "name" {
        options[entry.key.replacing("_", with: "-")] = try entry.reader.optionValue()
      }
    }
    name = found
    do { (loss, settings) = try LossRegistry.make(found, for: task.stage, options: options) } catch {
      throw (reader ?? recipe).error("\(error)" + LossSection.hint(found, task))
    }
  }

  /// What may be meant by a name that no loss of the task has.
  private static func hint(_ name: String, _ task: TrainingTask) -> String {
    let names = { (stage: TrainedStage) in LossRegistry.kinds(stage).map(\.name) }
    if names(task.stage).contains(name) { return "" }
    for other in TrainingTask.allCases where other != task && names(other.stage).contains(name) {
      return "; '\(name)' is a loss of `winnow train \(other.rawValue)`"
    }
    return ForeignNames.hint(forValue: name)
  }

  var tree: SettingTree {
    .settings {
      $0.add("name", name)
      for option in settings.values { $0.add(option.name.replacing("-", with: "_"), "\(option.value)") }
    }
  }
}

extension TrainingTask {
  /// The same in the words of the training module.
  var stage: TrainedStage { self == .crossEncoder ? .crossEncoder : .biEncoder }

  /// The loss that a recipe without one gets.
  var standardLoss: String { self == .crossEncoder ? "bce" : "mnrl" }
}

extension YAMLReader {
  /// The node as the value of an option.
  func optionValue() throws -> OptionValue {
    let text = try string()
    if let number = Double(text) { return .number(number) }
    switch text {
    case "true", "yes": return .flag(true)
    case "false", "no": return .flag(false)
    default: return .text(text)
    }
  }
}
