/// How long a training goes on.
enum TrainingDuration: Equatable, Sendable {
  /// Passes over the data.
  case epochs(Int)
  /// Optimizer steps.
  case steps(Int)

  /// Reads `epochs` or `steps`; one epoch where neither is given.
  init(_ mapping: inout YAMLMapping) throws {
    let epochs = mapping.optional("epochs")
    let steps = mapping.optional("steps")
    if let steps {
      guard epochs == nil else { throw steps.error("epochs and steps exclude each other") }
      self = .steps(try steps.int(in: 1...1_000_000_000))
    } else {
      self = .epochs(try epochs?.int(in: 1...1_000_000) ?? 1)
    }
  }

  var entry: SettingTree.Entry {
    switch self {
    case .epochs(let count): SettingTree.Entry(key: "epochs", tree: .value("\(count)"))
    case .steps(let count): SettingTree.Entry(key: "steps", tree: .value("\(count)"))
    }
  }
}
