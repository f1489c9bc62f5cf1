/// Why a text is not JSON: where, what was expected and what stands there.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Bytes before the place.
  public let byteOffset: Int
  /// What the grammar wants there.
  public let expected: String
  /// What stands there.
  public let found: String

  init(byteOffset: Int, expected: String, found: UInt8?) {
    self.byteOffset = byteOffset
    self.expected = expected
    self.found = JSONError.name(found)
  }

  /// One sentence for a person.
  public var description: String { "not JSON at byte \(byteOffset): expected \(expected), found \(found)" }

  private static func name(_ byte: UInt8?) -> String {
    guard let byte else { return "the end" }
    if byte > 32 && byte < 127 { return "'\(Character(Unicode.Scalar(byte)))'" }
    let digits = String(byte, radix: 16, uppercase: true)
    return "byte 0x" + (digits.utf8.count == 1 ? "0" : "") + digits
  }
}
