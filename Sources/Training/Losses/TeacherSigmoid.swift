/// A teacher's score as a probability of relevance: sigmoid(slope (score - center)).
///
/// The loss 'score-distillation' applies it to its labels, so that data keep the teacher's scores. Where distilled and judged
/// examples are mixed in one step, apply it to the distilled ones as they are read and train with 'graded-bce'.
public struct TeacherSigmoid: Equatable, Sendable {
  /// Probability per unit of score around the center, times 4.
  public let slope: Double
  /// The score that becomes .5.
  public let center: Double

  /// The standard values suit cosines of all-MiniLM-L6-v2.
  public init(slope: Double = 14, center: Double = 0.5) {
    self.slope = slope
    self.center = center
  }

  /// The target of a score, in 0...1.
  public func target(_ score: Double) -> Double { sigmoid(slope * (score - center)) }
}

extension TeacherSigmoid {
  static let options: [Option] = [
    .number("slope", 14, minimum: 0, isOpen: true, "how fast a target grows with the teacher's score"),
    .number("center", 0.5, "the teacher's score that becomes .5"),
  ]

  init(_ settings: OptionSettings) { self.init(slope: settings.number("slope"), center: settings.number("center")) }
}
