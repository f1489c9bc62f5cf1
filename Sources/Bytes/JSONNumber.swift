/// A JSON number as it was written.
public struct JSONNumber: Sendable, Equatable {
  /// Its bytes.
  public let raw: ByteString

  /// Wraps the bytes of a number that follow JSON's grammar.
  package init(raw: ByteString) { self.raw = raw }

  /// The nearest double; an infinity when the number is too large for one.
  public var double: Double { JSONNumber.decimal(raw.bytes.span, 0..<raw.count) ?? Double(raw.text) ?? .nan }

  /// The number when it is whole and fits (`7`, also `7.0` and `7e0`), else nil.
  public var int: Int? { Int(raw.text) ?? Int(exactly: double) }

  /// The nearest double to digits with at most one point and no exponent, where one division of exact doubles gives it: digits
  /// below 2^53, at most 22 of them behind the point (Clinger 1990). Nil where it does not.
  static func decimal(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
    if range.isEmpty { return nil }
    var digits: UInt64 = 0
    var point: Int?
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    for index in (isNegative ? range.lowerBound + 1 : range.lowerBound)..<range.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") {
        point = index
      } else {
        guard byte >= 48 && byte <= 57 && digits < (1 << 53) / 10 - 1 else { return nil }
        digits = digits * 10 + UInt64(byte - 48)
      }
    }
    let places = point.map { range.upperBound - $0 - 1 } ?? 0
    guard places < powersOfTen.count else { return nil }
    let value = Double(digits) / powersOfTen[places]
    return isNegative ? -value : value
  }

  private static let powersOfTen: [Double] = (0...22).map { Double("1e\($0)") ?? .nan }
}
