/// An option that a loss, an optimizer or a schedule takes: its name, what it means, what it may be and what it is when not given.
public struct Option: Sendable {
  /// What values an option may have.
  public enum Domain: Sendable {
    /// A finite number of at least `minimum` (above it when `isOpen`) and at most `maximum`.
    case number(minimum: Double, isOpen: Bool, maximum: Double)
    /// A whole number of at least `minimum`.
    case count(minimum: Int)
    /// True or false.
    case flag
    /// One of these words.
    case choice([String])
  }

  /// Its name in a recipe.
  public let name: String
  /// One line for help texts.
  public let meaning: String
  /// What it may be.
  public let domain: Domain
  /// What it is when the recipe does not give it.
  public let standard: OptionValue

  /// A number.
  static func number(
    _ name: String, _ standard: Double, minimum: Double = -.greatestFiniteMagnitude, isOpen: Bool = false,
    maximum: Double = .greatestFiniteMagnitude, _ meaning: String
  ) -> Option {
    Option(
      name: name, meaning: meaning, domain: .number(minimum: minimum, isOpen: isOpen, maximum: maximum),
      standard: .number(standard))
  }

  /// A whole number.
  static func count(_ name: String, _ standard: Int, minimum: Int = 0, _ meaning: String) -> Option {
    Option(name: name, meaning: meaning, domain: .count(minimum: minimum), standard: .number(Double(standard)))
  }

  /// True or false.
  static func flag(_ name: String, _ standard: Bool, _ meaning: String) -> Option {
    Option(name: name, meaning: meaning, domain: .flag, standard: .flag(standard))
  }

  /// One of a few words; the first is the one taken when none is given.
  static func choice(_ name: String, _ words: [String], _ meaning: String) -> Option {
    Option(name: name, meaning: meaning, domain: .choice(words), standard: .text(words[0]))
  }
}

extension Option.Domain: CustomStringConvertible {
  /// As in "a number above 0".
  public var description: String {
    switch self {
    case .number(let minimum, let isOpen, let maximum): Self.interval(minimum, isOpen, maximum)
    case .count(let minimum): "a whole number of at least \(minimum)"
    case .flag: "true or false"
    case .choice(let words): "one of: \(words.joined(separator: ", "))"
    }
  }

  private static func interval(_ minimum: Double, _ isOpen: Bool, _ maximum: Double) -> String {
    var text = "a finite number"
    if minimum > -.greatestFiniteMagnitude { text += isOpen ? " above \(minimum)" : " of at least \(minimum)" }
    if maximum < .greatestFiniteMagnitude {
      text += text.contains("least") || isOpen ? " and at most \(maximum)" : " of at most \(maximum)"
    }
    return text
  }

  func contains(_ value: OptionValue) -> Bool {
    switch (self, value) {
    case (.number(let minimum, let isOpen, let maximum), .number(let number)):
      number.isFinite && (isOpen ? number > minimum : number >= minimum) && number <= maximum
    case (.count(let minimum), .number(let number)): Int(exactly: number).map { $0 >= minimum } ?? false
    case (.flag, .flag): true
    case (.choice(let words), .text(let word)): words.contains(word)
    default: false
    }
  }
}
