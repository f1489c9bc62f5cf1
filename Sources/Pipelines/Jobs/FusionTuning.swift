internal import Evaluation
internal import Foundation
internal import Ranking

/// Chooses the weights of a fusion of two runs by judgements, which should not be those that the result is then reported on.
public struct FusionTuning: Sendable {
  /// Weights that are tried: 0, 1/20, ... 1 for the second run and the rest for the first.
  static let steps = 20

  /// The file of judgements.
  public var judgements: String
  /// The measure that is made largest.
  public var measure: String

  /// Tuning on a file of judgements.
  public init(judgements: String, measure: String = "nDCG@10") {
    self.judgements = judgements
    self.measure = measure
  }

  /// The weights with the largest value; of equal ones, those with the least for the second run.
  func weights(of runs: [Run], fusion: ScoreFusion) throws -> (weights: [Double], value: String) {
    let judgements = try JudgementsFile.read(path: judgements), measure = try Measure.list([measure])
    var best: (weights: [Double], value: Double)?
    for step in 0...Self.steps {
      var candidate = fusion
      candidate.weights = [Self.steps - step, step].map { Double($0) / Double(Self.steps) }
      let value = try evaluate(candidate.fuse(runs, tag: "fused"), judgements, measures: measure).summary[0]
      if best.map({ value > $0.value }) ?? true { best = (candidate.weights, value) }
    }
    return (best?.weights ?? fusion.weights, String(format: "%.4f", best?.value ?? 0))
  }
}
