internal import Foundation

/// The function by which sentence-transformers turns a cross-encoder's logit into the score that `CrossEncoder.predict` prints.
///
/// Each grows with the logit, so the ranking is that of the logits.
public enum ScoreActivation: String, Sendable {
  /// 1 / (1 + e^-x), the library's default for one label.
  case sigmoid
  /// The logit itself.
  case identity
  /// tanh x.
  case tanh

  /// The score of a logit.
  public func score(of logit: Float) -> Float {
    switch self {
    case .sigmoid: Float(1 / (1 + exp(-Double(logit))))
    case .identity: logit
    case .tanh: Float(Foundation.tanh(Double(logit)))
    }
  }
}
