internal import Training

/// `schedule:` of a recipe: how the learning rate goes over the steps. A name, or a name with options.
struct ScheduleSection: Sendable {
  /// The usual share of the steps over which the rate rises, before it falls.
  static let usualWarmUp = 0.1

  var name = "linear"
  /// Those given, and the usual warm-up.
  var options: [String: OptionValue]
  /// All options, those not given at their defaults.
  var settings: OptionSettings

  init(_ reader: YAMLReader?, learningRate: Double, recipe: YAMLReader) throws {
    var given: [String: OptionValue] = [:]
    if let reader, reader.node.mapping == nil { name = try reader.string() }
    if let reader, reader.node.mapping != nil {
      var mapping = try reader.mapping()
      name = try mapping.optional("name")?.string() ?? name
      for entry in mapping.entries where entry.key != "name" {
        given[entry.key.replacing("_", with: "-")] = try entry.reader.optionValue()
      }
    }
    options = given
    let saysWarmUp = given.keys.contains { $0.hasPrefix("warmup") }
    if !saysWarmUp, name != "constant", ScheduleSection.warmsUp(name) { options["warmup-ratio"] = .number(Self.usualWarmUp) }
    do {
      settings = try ScheduleRegistry.make(name, options: options, over: ScheduleSpan(steps: 1, peak: learningRate)).settings
    } catch { throw (reader ?? recipe).error("\(error)" + ForeignNames.hint(forValue: name)) }
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
