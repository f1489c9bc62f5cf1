internal import Ranking

/// Impacts out of a model's weights: `round(weight / range * 2^bits)` in float32, halves upward.
///
/// Source: Anserini's `SparseEncoder.quantizeFloatWeights` (`Math.round(weight / weightRange * quantRange)`), whose uniCOIL and SPLADE++
/// have range 5 and 256 levels, i.e. 8 bits. As there, nothing is cut off: a weight above the range has an impact above 2^bits.
/// It is linear and 0 stays 0, so scores are those of the weights times `scale`, up to rounding.
public struct ImpactQuantization: Equatable, Sendable {
  /// 2^bits levels; 1 to 16.
  public let bits: Int
  /// The weight that becomes 2^bits; finite and > 0.
  public let range: Float

  /// Anserini's range.
  public static let usualRange: Float = 5

  /// A quantisation; nil when a parameter is outside its range.
  public init?(bits: Int, range: Float = Self.usualRange) {
    guard (1...16).contains(bits), range.isFinite, range > 0 else { return nil }
    self.bits = bits
    self.range = range
    guard scale.isFinite else { return nil }
  }

  private var levels: Float { Float(1 << bits) }

  /// What a weight of 1 becomes.
  public var scale: Double { Double(1 << bits) / (Double("\(range)") ?? Double(range)) }

  /// The formula with its numbers, for recipes.
  public var formula: String { "round(weight / \(range) * \(1 << bits))" }

  /// The impact of a weight >= 0; nil when it is greater than postings hold.
  public func impact(of weight: Float) -> UInt32? {
    let impact = (Double(weight / range * levels) + 0.5).rounded(.down)
    return impact <= Double(ImpactVector.greatestImpact) ? UInt32(impact) : nil
  }
}

/// How the weights of a document's vector become impacts.
public enum ImpactRule: Equatable, Sendable {
  /// They are whole numbers already.
  case asGiven
  /// They are rounded.
  case quantized(ImpactQuantization)

  /// For recipes and manifests.
  public var name: String {
    switch self {
    case .asGiven: "as given"
    case .quantized(let quantization): quantization.formula
    }
  }

  /// The impact of a weight, or what is wrong with it.
  func impact(of weight: Double) throws(ImpactProblem) -> UInt32 {
    guard weight >= 0 else { throw .negative }
    switch self {
    case .asGiven:
      guard weight == weight.rounded() else { throw .fraction }
      guard weight <= Double(ImpactVector.greatestImpact) else { throw .tooGreat }
      return UInt32(weight)
    case .quantized(let quantization):
      guard let impact = quantization.impact(of: Float(weight)) else { throw .tooGreat }
      return impact
    }
  }
}

/// Why a weight is no impact.
enum ImpactProblem: Error {
  case negative, fraction, tooGreat

  /// Behind "the vector's term X ".
  func text(_ weight: String) -> String {
    switch self {
    case .negative: "has the weight \(weight); expected one of 0 or more, for impacts are added up"
    case .fraction: "has the weight \(weight); impacts are whole numbers: --quantize 8 makes them out of weights like these"
    case .tooGreat: "has the weight \(weight), an impact above \(ImpactVector.greatestImpact), the greatest that postings hold"
    }
  }
}
