internal import Glibc

/// How values become places along one direction.
struct Scale {
  let low: Double
  let high: Double
  let isLogarithmic: Bool
  /// Pixels where `low` and `high` lie.
  let start: Double
  let end: Double

  /// Holds all finite values, with a little room, or around zero-width ranges and for no values at all something sensible. A
  /// logarithmic scale holds the positive ones. `includes` are values that must be in sight.
  init(
    _ values: some Sequence<Double>, includes: [Double] = [], isLogarithmic: Bool = false, room: Double = 0.04,
    from start: Double,
    to end: Double
  ) {
    var low = Double.infinity, high = -Double.infinity
    for sequence in [Array(values), includes] {
      for value in sequence where value.isFinite && abs(value) < 1e300 && (!isLogarithmic || value > 1e-300) {
        low = min(low, value)
        high = max(high, value)
      }
    }
    if low > high { (low, high) = isLogarithmic ? (1, 10) : (0, 1) }
    (self.low, self.high) = isLogarithmic ? Scale.widenedByFactor(low, high, room) : Scale.widened(low, high, room, includes)
    self.isLogarithmic = isLogarithmic
    self.start = start
    self.end = end
  }

  private static func widened(_ low: Double, _ high: Double, _ room: Double, _ fixed: [Double]) -> (Double, Double) {
    let range = high > low ? high - low : max(abs(low) * 0.2, 1e-9)
    let flat = high > low ? 0 : range / 2
    // A bound that was asked for, such as a bar's zero, is where the axis begins.
    return (
      fixed.contains(low) ? low : low - range * room - flat,
      fixed.contains(high) && high > low ? high : high + range * room + flat
    )
  }

  private static func widenedByFactor(_ low: Double, _ high: Double, _ room: Double) -> (Double, Double) {
    let factor = high > low ? pow(high / low, room) : 2
    return (low / factor, high * factor)
  }

  /// Where a value lies; nil when it cannot be shown.
  func place(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    if isLogarithmic {
      guard value > 0 else { return nil }
      return start + (end - start) * (log(value / low) / log(high / low))
    }
    return start + (end - start) * ((value - low) / (high - low))
  }

  func ticks(_ target: Int) -> Ticks {
    isLogarithmic ? Ticks(logarithmic: low, high) : Ticks(linear: low, high, target: target)
  }
}
