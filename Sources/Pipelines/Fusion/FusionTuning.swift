internal import Evaluation
internal import Foundation
internal import Ranking

/// Chooses the weights of a fusion by judgements, which should not be those that the result is then reported on.
public struct FusionTuning: Sendable {
  /// The file of judgements.
  public var judgements: String
  /// The measure that is made largest.
  public var measure: String

  /// Tuning on a file of judgements.
  public init(judgements: String, measure: String = "nDCG@10") {
    self.judgements = judgements
    self.measure = measure
  }

  /// The name of a measure that weights can be tuned by, as people see it.
  public static func checked(measure: String) throws -> String { try RepeatedMeasure(parsing: measure).name }

  /// The weights with the largest value among those that `WeightSearch` looks at.
  func weights(of runs: [Run], fusion: ScoreFusion, threads: Int) throws -> TunedWeights {
    let measure = try RepeatedMeasure(parsing: measure)
    let topics = try TuningTopics(runs, fusion, JudgementsFile.read(path: judgements), measure: measure, threads: threads)
    return TunedWeights(try WeightSearch(runs: runs.count).best(topics.value), measure: measure.name)
  }
}

/// Weights with what they were tuned by.
struct TunedWeights: Equatable, Sendable {
  var weights: [Double]
  var measure: String
  var value: Double
  var combinations: Int

  init(_ found: WeightSearch.Found, measure: String) {
    (weights, value, combinations) = (found.weights, found.value, found.combinations)
    self.measure = measure
  }

  /// "0.35 0.65", as `--weights` takes them.
  var text: String { weights.map { "\($0)" }.joined(separator: " ") }

  /// For people, without the judgements' name.
  func text(on judgements: String) -> String {
    "weights \(text): \(measure) \(String(format: "%.4f", value)) on \(judgements), the best of \(combinations)"
  }
}
