internal import Foundation

/// Prints numbers with a fixed count of decimals exactly as C's `printf("%.*f")` does: the binary value rounded half to even.
package enum FixedDecimal {
  private static let powers: [UInt64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000]

  /// Appends the text of a number with 0 to 9 decimals.
  package static func append(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
    guard (0...9).contains(decimals), abs(value) < 1e9 else {
      bytes.append(contentsOf: Array(String(format: "%.\(max(0, decimals))f", value).utf8))
      return
    }
    if value.sign == .minus { bytes.append(45) }
    append(grid: scaled(abs(value), decimals), decimals: decimals, to: &bytes)
  }

  /// The text of a number with 0 to 9 decimals.
  package static func text(_ value: Double, decimals: Int) -> String {
    var bytes: [UInt8] = []
    append(value, decimals: decimals, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends a whole number of units of the last decimal.
  static func append(grid: UInt64, decimals: Int, to bytes: inout [UInt8]) {
    var power = powers[decimals]
    while grid / power >= 10 { power *= 10 }
    var rest = grid
    while power > 0 {
      if power * 10 == powers[decimals] { bytes.append(46) }
      bytes.append(48 &+ UInt8(truncatingIfNeeded: rest / power))
      rest %= power
      power /= 10
    }
  }

  /// Value times a power of ten, rounded half to even from the exact binary value. The value is below 10^9.
  static func scaled(_ value: Double, _ decimals: Int) -> UInt64 {
    if value == 0 { return 0 }
    let significand = UInt64(value.significandBitPattern) | (value.isNormal ? 1 << 52 : 0)
    let shift = 52 - Int(value.isNormal ? value.exponent : -1022)
    let product = UInt128(significand) * UInt128(powers[decimals])
    if shift <= 0 { return UInt64(truncatingIfNeeded: product << UInt128(-shift)) }
    if shift > 100 { return 0 }
    let whole = product >> UInt128(shift)
    let remainder = product & ((1 << UInt128(shift)) - 1)
    let half = UInt128(1) << UInt128(shift - 1)
    let up = remainder > half || (remainder == half && whole & 1 == 1)
    return UInt64(truncatingIfNeeded: whole) + (up ? 1 : 0)
  }
}
