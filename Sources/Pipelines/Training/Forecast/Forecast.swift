internal import Parallelism

/// What a training will take, told before its first step.
struct Forecast: Equatable, Sendable {
  /// Examples of an epoch that are trained on, and those held out.
  var examples: Int
  var heldOut: Int
  /// Optimizer steps in all.
  var steps: Int
  /// Sequences and tokens of a step, by the first examples.
  var sequencesPerStep: Double
  var tokensPerStep: Double
  /// Weights that are trained, and all.
  var trainedWeights: Int
  var weights: Int
  /// Bytes: weights, packed weights and gradients; optimizer state; caches of one group.
  var parameterBytes: Int
  var optimizerBytes: Int
  var cacheBytes: Int
  /// What the process holds beside those: measured.
  var otherBytes: Int
  /// Seconds of a step, by a few groups whose gradients were thrown away; nil when nothing was timed.
  var secondsPerStep: Double?

  /// Bytes in all.
  var bytes: Int { parameterBytes + optimizerBytes + cacheBytes + otherBytes }

  /// Seconds in all, evaluations left out.
  var seconds: Double? { secondsPerStep.map { $0 * Double(steps) } }

  /// The forecast for people, a line each.
  func text(budget: MemoryBudget) -> String {
    let held = heldOut > 0 ? " (and \(heldOut) held out)" : ""
    var lines = [
      "examples      \(examples) an epoch\(held)",
      "steps         \(steps), each of about \(Int(sequencesPerStep.rounded())) sequences, \(Int(tokensPerStep.rounded())) tokens",
      "weights       \(trainedWeights) trained of \(weights)",
      "memory        about \(MemoryBudget.text(bytes)): weights and gradients \(MemoryBudget.text(parameterBytes)), "
        + "optimizer \(MemoryBudget.text(optimizerBytes)), a group of sequences \(MemoryBudget.text(cacheBytes)), "
        + "other \(MemoryBudget.text(otherBytes))" + Forecast.comparison(bytes, budget),
    ]
    if let seconds, let secondsPerStep {
      lines.append(
        "time          about \(Progress.duration(seconds)) (\(Progress.duration(secondsPerStep)) a step, by a few groups timed now; "
          + "evaluations come on top)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func comparison(_ bytes: Int, _ budget: MemoryBudget) -> String {
    guard let limit = budget.limit else { return "" }
    return bytes > limit ? "; MORE than --memory \(MemoryBudget.text(limit))" : "; within --memory \(MemoryBudget.text(limit))"
  }
}
