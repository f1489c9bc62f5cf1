internal import Foundation

/// What is done to a teacher's scores before they are labels.
public enum ScoreTransform: Equatable, Sendable, CustomStringConvertible {
  /// They are taken as they are.
  case none
  /// 1 / (1 + exp(-scale (score - middle))).
  case sigmoid(scale: Double, middle: Double)

  /// Reads "none" or "sigmoid(14, 0.5)".
  /// - Throws: `TrainingDataError.badSetting`.
  public init(parsing text: String) throws(TrainingDataError) {
    let words = text.filter { $0 != " " }
    if words == "none" {
      self = .none
      return
    }
    let numbers = words.hasPrefix("sigmoid(") && words.hasSuffix(")") ? words.dropFirst(8).dropLast().split(separator: ",") : []
    guard numbers.count == 2, let scale = Double(numbers[0]), let middle = Double(numbers[1]), scale.isFinite, middle.isFinite
    else {
      throw .badSetting(name: "the transformation of scores", found: "\"\(text)\"", expected: "none or sigmoid(SCALE, MIDDLE)")
    }
    self = .sigmoid(scale: scale, middle: middle)
  }

  /// The label of a score.
  public func label(_ score: Float) -> Float {
    switch self {
    case .none: score
    case .sigmoid(let scale, let middle): Float(1 / (1 + exp(-scale * (Double(score) - middle))))
    }
  }

  /// As it is read.
  public var description: String {
    switch self {
    case .none: "none"
    case .sigmoid(let scale, let middle): "sigmoid(\(scale), \(middle))"
    }
  }
}
