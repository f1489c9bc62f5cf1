/// A number's leading digits and its scale: `significand * 10^exponent`.
package struct JSONDecimal {
  private var isNegative = false
  private var significand: UInt64 = 0
  private var exponent = 0
  /// Whether digits that did not fit the significand were dropped.
  private var isCut = false

  /// Reads the bytes of a number that follow JSON's grammar.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var isBehindPoint = false
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): isBehindPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        readExponent(bytes, index..<range.upperBound)
        index = range.upperBound
      default: append(UInt64(byte & 15), isBehindPoint)
      }
    }
  }

  private mutating func append(_ digit: UInt64, _ isBehindPoint: Bool) {
    if isCut || significand > (.max - digit) / 10 {
      isCut = true
      if !isBehindPoint { exponent += 1 }
    } else {
      significand = significand * 10 + digit
      if isBehindPoint { exponent -= 1 }
    }
  }

  private mutating func readExponent(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var value = 0
    for index in range where bytes[index] >= 48 { value = min(value * 10 + Int(bytes[index] & 15), 1 << 32) }
    exponent += !range.isEmpty && bytes[range.lowerBound] == UInt8(ascii: "-") ? -value : value
  }

  /// The nearest double where one multiplication or division of exact doubles gives it: a significand below 2^53 and at most 22
  /// places (Clinger 1990). Nil where it does not.
  var nearest: Double? { isCut || significand >= 1 << 53 || exponent < -22 || exponent > 22 ? nil : double }

  /// The double that serde_json reads, unless its feature `float_roundtrip` is on: the digits are rounded and then once more with
  /// their scale, so that seventeen digits can give a neighbour of the nearest double (`serde_json/src/de.rs`, `f64_from_parts`).
  package var double: Double {
    var value = Double(significand)
    var exponent = exponent
    while exponent < -308 && value > 0 {
      value /= 1e308
      exponent += 308
    }
    let power = JSONDecimal.powersOfTen[min(abs(exponent), 308)]
    if exponent < 0 { value /= power } else if value > 0 { value *= exponent > 308 ? .infinity : power }
    return isNegative ? -value : value
  }

  private static let powersOfTen: [Double] = (0...308).map { Double("1e\($0)") ?? .nan }
}
