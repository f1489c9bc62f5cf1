/// A JSON number as it was written.
public struct JSONNumber: Sendable, Equatable {
  /// Its bytes.
  public let raw: ByteString

  /// Wraps the bytes of a number that follow JSON's grammar.
  package init(raw: ByteString) { self.raw = raw }

  /// The nearest double; an infinity when the number is too large for one.
  public var double: Double { JSONDecimal(raw.bytes.span, 0..<raw.count).nearest ?? Double(raw.text) ?? .nan }

  /// The number when it is whole and fits (`7`, also `7.0` and `7e0`), else nil.
  public var int: Int? { Int(raw.text) ?? Int(exactly: double) }
}
