internal import Training

/// `schedule:` of a recipe: how the learning rate goes over the steps. A name, or a name with options.
struct ScheduleSection: Sendable {
  /// The usual share of the steps over which the rate rises.
  static let usualWarmUp = 0.1

  var name = "linear"
  /// Those given, and the usual warm-up.
  var options: [String: OptionValue] = ["warmup-ratio": .number(ScheduleSection.usualWarmUp)]
  /// All options, those not given at their defaults.
  var settings: OptionSettings

  init(_ reader: YAMLReader?, learningRate: Double, recipe: YAMLReader) throws {
    if let reader, reader.node.mapping == nil {
      name = try reader.string()
    } else if let reader {
      var mapping = try reader.mapping()
      name = try mapping.optional("name")?.string() ?? name
      let given = mapping.entries.filter { $0.key != "name" }
      if given.contains(where: { $0.key.hasPrefix("warmup") }) { options = [:] }
      for entry in given { options[entry.key.replacing("_", with: "-")] = try entry.reader.optionValue() }
    }
    if !ScheduleSection.warmsUp(name), options["warmup-ratio"] == .number(Self.usualWarmUp) {
      options = options.filter { $0.key != "warmup-ratio" }
    }
    do {
      settings = try ScheduleRegistry.make(name, options: options, over: ScheduleSpan(steps: 1, peak: learningRate)).settings
    } catch { throw (reader ?? recipe).error("\(error)") }
  }

  /// Whether a schedule of that name begins with a rise.
  private static func warmsUp(_ name: String) -> Bool {
    ScheduleRegistry.all.first { $0.name == name }?.options.contains { $0.name == "warmup-ratio" } ?? true
  }

  /// The schedule over the real number of steps.
  func schedule(steps: Int, peak: Double) throws -> any Schedule {
    try ScheduleRegistry.make(name, options: options, over: ScheduleSpan(steps: steps, peak: peak)).schedule
  }

  var tree: SettingTree {
    .settings {
      $0.add("name", name)
      for option in settings.values { $0.add(option.name.replacing("-", with: "_"), "\(option.value)") }
    }
  }
}
