/// Reads decimal numbers as the nearest double.
enum DecimalScore {
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number a field holds, or nil when it is not a finite decimal number.
  ///
  /// Digits up to 2^53 with at most 22 decimals are exact in one division (Clinger, 1990); anything else takes the slow way.
  @inline(__always) static func parse(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Double? {
    var index = field.lowerBound
    let end = field.upperBound
    var negative = false
    if index < end, bytes[index] == 45 || bytes[index] == 43 {
      negative = bytes[index] == 45
      index &+= 1
    }
    var mantissa: UInt64 = 0
    var decimals = -1
    var digits = 0
    while index < end {
      let byte = bytes[index]
      let digit = byte &- 48
      if digit <= 9 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digits &+= 1
        if decimals >= 0 { decimals &+= 1 }
      } else if byte == 46, decimals < 0 {
        decimals = 0
      } else {
        return slow(bytes, field)
      }
      index &+= 1
    }
    guard digits > 0 else { return nil }
    if digits > 18 || mantissa > 1 << 53 || decimals > 22 { return slow(bytes, field) }
    let value = decimals > 0 ? Double(mantissa) / powers[decimals] : Double(mantissa)
    return negative ? -value : value
  }

  /// Any other spelling: exponents, many digits. Names (`inf`, `nan`) and hexadecimal numbers are refused.
  private static func slow(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Double? {
    for index in field {
      let byte = bytes[index]
      let known = (byte >= 48 && byte <= 57) || byte == 43 || byte == 45 || byte == 46 || byte | 32 == 101
      if !known { return nil }
    }
    let text = String(decoding: copy(bytes, field), as: UTF8.self)
    let value = Double(text) ?? Double(text.hasSuffix(".") ? String(text.dropLast()) : text)
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  /// A whole number in the range of Int32, or nil.
  static func parseGrade(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Int32? {
    Int32(String(decoding: copy(bytes, field), as: UTF8.self))
  }
}
