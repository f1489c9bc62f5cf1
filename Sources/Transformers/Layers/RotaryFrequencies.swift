internal import Foundation

/// The inverse frequencies of rotary position embeddings (Su et al., 2021), `headWidth / 2` of them, rounded as torch rounds them.
///
/// Exponents, powers and quotients are single precision each, because an angle is position times frequency: at position 8,191 the
/// last bit of a frequency moves it by up to 5e-4.
enum RotaryFrequencies {
  /// theta^(-2i / headWidth). Source: transformers, modeling_rope_utils.py.
  static func plain(theta: Double, headWidth: Int) -> [Float] {
    stride(from: 0, to: headWidth, by: 2).map { 1 / power(theta, Float($0) / Float(headWidth)) }
  }

  /// The frequencies of context-extended GTE models: (theta * factor)^(-2i / headWidth) / factor^(2 / headWidth), at every length.
  ///
  /// Source: Alibaba-NLP/new-impl, modeling.py, `NTKScalingRotaryEmbedding` without `mixed_b`.
  static func ntk(theta: Double, factor: Double, headWidth: Int) -> [Float] {
    let divisor = Float(pow(factor, 2 / Double(headWidth)))
    return plain(theta: theta * factor, headWidth: headWidth).map { $0 / divisor }
  }

  private static func power(_ base: Double, _ exponent: Float) -> Float { Float(pow(Double(Float(base)), Double(exponent))) }
}
