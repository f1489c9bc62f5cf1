/// The value of an option, as a recipe gives it.
public enum OptionValue: Equatable, Sendable, CustomStringConvertible {
  /// A number.
  case number(Double)
  /// True or false.
  case flag(Bool)
  /// One of a few words.
  case text(String)

  /// As a recipe writes it.
  public var description: String {
    switch self {
    case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
    case .flag(let flag): String(flag)
    case .text(let text): text
    }
  }
}

extension OptionValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByStringLiteral
{
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// A number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }

  /// True or false.
  public init(booleanLiteral value: Bool) { self = .flag(value) }

  /// A word.
  public init(stringLiteral value: String) { self = .text(value) }
}
