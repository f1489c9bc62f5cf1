/// The options of one loss, optimizer or schedule with a value each: those given, and the standard ones of the others.
public struct OptionSettings: Equatable, Sendable {
  /// Name and value, in the order of the declaration.
  public private(set) var values: [(name: String, value: OptionValue)]

  /// Resolves what a recipe gives. Throws when an option is unknown or its value is out of its domain; `owner` is as in "loss 'bce'".
  init(_ given: [String: OptionValue], declared: [Option], owner: String) throws(TrainingError) {
    let known = declared.map(\.name)
    // Sorted, so that of two unknown options the same one is always named.
    if let unknown = given.keys.sorted().first(where: { !known.contains($0) }) {
      throw .unknownOption(owner: owner, option: unknown, known: known)
    }
    values = []
    for option in declared {
      let value = given[option.name] ?? option.standard
      guard option.domain.contains(value) else {
        throw .optionValue(owner: owner, option: option.name, found: "\(value)", expected: "\(option.domain)")
      }
      values.append((option.name, value))
    }
  }

  /// The value of a declared option.
  func value(_ name: String) -> OptionValue? { values.first { $0.name == name }?.value }

  /// The number of a declared option; NaN, which no loss lets pass, when there is none of that name.
  func number(_ name: String) -> Double { if case .number(let number)? = value(name) { number } else { .nan } }

  /// The whole number of a declared option.
  func count(_ name: String) -> Int { Int(exactly: number(name)) ?? 0 }

  /// The flag of a declared option.
  func flag(_ name: String) -> Bool { value(name) == .flag(true) }

  /// The word of a declared option.
  func text(_ name: String) -> String { if case .text(let text)? = value(name) { text } else { "" } }

  /// Same names and values in the same order.
  public static func == (left: OptionSettings, right: OptionSettings) -> Bool {
    left.values.elementsEqual(right.values) { $0 == $1 }
  }
}
