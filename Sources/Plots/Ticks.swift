internal import Glibc

/// Round values along an axis, and their texts.
struct Ticks: Equatable {
  let values: [Double]
  let labels: [String]

  /// Multiples of 1, 2 or 5 times a power of ten within low...high, about `target` of them.
  init(linear low: Double, _ high: Double, target: Int) {
    let step = Ticks.step(high - low, target)
    let first = (low / step - 1e-9).rounded(.up)
    let count = Int(max(0, min(50, ((high - first * step) / step + 1e-9).rounded(.down))))
    values = (0...count).map { (first + Double($0)) * step }
    labels = values.map { NumberText.axis($0, step: step) }
  }

  /// Powers of ten within low...high, and 2 and 5 times them where there would be fewer than three. Both are positive.
  init(logarithmic low: Double, _ high: Double) {
    let powers = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    let thinning = max(1, powers.count / 8)
    let tens = powers.filter { $0 % thinning == 0 }
    func kept(_ factors: [Double]) -> [Double] {
      tens.flatMap { power in factors.map { $0 * pow(10, Double(power)) } }.filter { $0 >= low * 0.999 && $0 <= high * 1.001 }
    }
    let sparse = kept([1])
    values = sparse.count < 3 ? kept([1, 2, 5]) : sparse
    labels = values.map { NumberText.short($0) }
  }

  /// The round distance that makes about `target` ticks.
  private static func step(_ range: Double, _ target: Int) -> Double {
    let rough = max(range, .leastNormalMagnitude) / Double(max(1, target))
    let power = pow(10, log10(rough).rounded(.down))
    let factor = [1.0, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10
    return factor * power
  }
}

/// Numbers as short texts, the same on every machine.
enum NumberText {
  /// With the decimals that a step between ticks needs; very large and very small steps as 2e-5.
  static func axis(_ value: Double, step: Double) -> String {
    let decimals = max(0, Int((-log10(step) + 1e-9).rounded(.up)))
    guard decimals <= 4, abs(value) < 1e7 else { return short(abs(value) < step * 1e-6 ? 0 : value) }
    return fixed(value, decimals)
  }

  /// Up to four digits that count: 12.5, 0.001, 2e-5, 3e+9.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    if value == 0 { return "0" }
    let power = Int(log10(abs(value)).rounded(.down))
    if power >= 7 || power < -3 {
      let mantissa = trimmed(fixed(value / pow(10, Double(power)), 2))
      return "\(mantissa)e\(power < 0 ? "-" : "+")\(abs(power))"
    }
    return trimmed(fixed(value, max(0, 3 - power)))
  }

  /// A number with `decimals` digits after the point, rounded to nearest.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = pow(10, Double(decimals))
    guard abs(value) * scale < 9e15 else { return "\(value)" }
    let whole = Int((value * scale).rounded()), unit = Int(scale)
    let digits = String(whole.magnitude % UInt(unit))
    let fraction = decimals == 0 ? "" : "." + String(repeating: "0", count: decimals - digits.count) + digits
    return (whole < 0 ? "-" : "") + "\(whole.magnitude / UInt(unit))" + fraction
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var out = text[...]
    while out.last == "0" { out = out.dropLast() }
    return String(out.last == "." ? out.dropLast() : out)
  }
}
